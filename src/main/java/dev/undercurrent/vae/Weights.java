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

    /** @throws IllegalArgumentException if there is none of that name */
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "tensor " + name + ": missing (expected: one of " + tensors.keySet() + ")");
        }
        return tensor;
    }
}
