package dev.undercurrent.topology;

import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.window.VectorPlan;
import dev.undercurrent.window.WindowGroup;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a topology needs, from its declaration alone. Counts what is stored, without the overhead of the store that
 * holds it; what depends on the data is given per key or per event.
 */
public final class MemoryEstimate {
    private static final long NUMBER = Double.BYTES;
    private static final long TEXT = 16;
    private static final long ENTRY = 2 * Long.BYTES + TEXT;
    private static final int LATENT = 8;
    private static final int[] WIDTHS = {64, 32};

    private MemoryEstimate() {}

    /** Bytes by what needs them, in a fixed order. */
    public static Map<String, Long> of(LoadedTopology topology) {
        VectorPlan plan = topology.plan();
        long row = 0;
        long columns = 0;
        for (Feature feature : plan.schema().features()) {
            row += feature.type() == FeatureType.CATEGORY ? TEXT : NUMBER;
            columns += feature.type() == FeatureType.CATEGORY ? 31 : 1;
        }
        int history = topology.config().history();
        Map<String, Long> bytes = new LinkedHashMap<>();
        bytes.put("one feature vector", row * history);
        bytes.put(
                "sample for training",
                row * history * topology.config().training().sample());
        bytes.put(
                "pending batch, a task",
                row * history * topology.config().batch().size());
        for (WindowGroup group : plan.groups()) {
            bytes.put("window " + group.name() + ", an event in its longest window", ENTRY + NUMBER * group.arity());
        }
        if (history > 1) {
            bytes.put("history, a key", row * (history - 1));
        }
        bytes.put("weights of the largest network", Float.BYTES * parameters(topology, columns * history));
        return bytes;
    }

    private static long parameters(LoadedTopology topology, long inputs) {
        int latent = topology.model().latent() == 0 ? LATENT : topology.model().latent();
        int[] widths = topology.model().widths().isEmpty()
                ? WIDTHS
                : topology.model().widths().stream().mapToInt(Integer::intValue).toArray();
        long sum = 0;
        long last = inputs;
        for (int width : widths) {
            sum += (last + 1) * width;
            last = width;
        }
        sum += (last + 1) * 2 * latent;
        last = latent;
        for (int layer = widths.length - 1; layer >= 0; layer--) {
            sum += (last + 1) * widths[layer];
            last = widths[layer];
        }
        return sum + (last + 1) * inputs;
    }
}
