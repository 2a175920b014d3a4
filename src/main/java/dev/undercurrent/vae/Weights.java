package dev.undercurrent.vae;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The trained parameters of one network by name, in a fixed order. Immutable.
 *
 * @param tensors names are those of the graph's variables
 */
public record Weights(Map<String, Tensor> tensors) {
    public Weights {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }
}
