package dev.undercurrent.topology;

import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.window.VectorPlan;
import dev.undercurrent.window.WindowGroup;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one instance needs, from its topology's declaration alone. What depends on the data is given per key or per
 * event; what is bounded, as its bound.
 */
public final class MemoryEstimate {
    /** A buffer of windows without its entries, measured: its arrays' heads, its place in the map, its key. */
    private static final long KEY = 320;
    /**
     * What a buffer of trailing windows has for each field whose distinct values are counted, beside a bit an entry.
     */
    private static final long REPEATS = 80;
    /** Entries a buffer has room for from the start. */
    private static final long FIRST_ENTRIES = 8;

    /** An entry without its values: time, arrival, number of its row. */
    private static final long ENTRY = Long.BYTES + 2 * Integer.BYTES;
    /** Key and value of a row on disk without the values of its entry, for entities of some sixteen letters. */
    private static final long ROW = 4 + 16 + 1 + Long.BYTES + ENTRY;
    /** A slot of a vector as bytes: a number or a short text, and which of the two it is. */
    private static final long SLOT = 9;

    private static final long VECTOR = 64;
    private static final int LATENT = 8;
    private static final int[] WIDTHS = {64, 32};

    private MemoryEstimate() {}

    /** Bytes by what needs them, in a fixed order. */
    public static Map<String, Long> of(LoadedTopology topology) {
        VectorPlan plan = topology.plan();
        TopologyConfig config = topology.config();
        int history = config.history();
        long row = Long.BYTES + Integer.BYTES + SLOT * plan.schema().size();
        long vector = VECTOR + row * history;
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (WindowGroup group : plan.groups()) {
            String window = "window " + group.name() + ", ";
            long entry = ENTRY + (long) Long.BYTES * group.arity();
            long repeats = plan.scoresWindows() ? 0 : REPEATS * group.distinctFields();
            bytes.put(window + "a key in memory", KEY + repeats + FIRST_ENTRIES * entry);
            bytes.put(window + "an event in memory", entry);
            bytes.put(window + "an event on disk and in the changelog", ROW + (long) Long.BYTES * group.arity());
        }
        if (history > 1) {
            bytes.put("history, a key on disk and in the changelog", (ROW + row) * (history - 1));
        }
        long widest = plan.groups().stream().mapToInt(WindowGroup::arity).max().orElse(0);
        // arrays double, so that up to half of them is room
        bytes.put("windows in memory, at most", 2 * AnomalyTopology.CACHED_ENTRIES * (ENTRY + Long.BYTES * widest));
        bytes.put("batch in waiting, a task", vector * config.batch().size());
        bytes.put(
                "sample for training, in the task that trains",
                vector * config.training().sample());
        bytes.put("records on their way to stores, at most", StreamsProperties.CACHE_BYTES);
        bytes.put(
                "records on their way to brokers, at most", config.runtime().threads() * StreamsProperties.SENT_BYTES);
        bytes.put("stores on disk, native memory, at most", config.runtime().storeBytes());
        bytes.put("weights of the largest network", Float.BYTES * parameters(topology, columns(plan) * history));
        return bytes;
    }

    /** Inputs of the network for one vector; a vocabulary's size is known only after training. */
    private static long columns(VectorPlan plan) {
        long columns = 0;
        for (Feature feature : plan.schema().features()) {
            columns += feature.type() == FeatureType.CATEGORY ? 31 : 1;
        }
        return columns;
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
