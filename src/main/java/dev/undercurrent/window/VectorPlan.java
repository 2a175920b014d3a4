package dev.undercurrent.window;

import dev.undercurrent.config.ConfigException;
import dev.undercurrent.features.FeatureConfig;
import dev.undercurrent.features.FeatureExtractor;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.source.EventFields;
import dev.undercurrent.source.SourceConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a topology's declaration comes to: the fields read of each record, the slots of the vector, and the window
 * groups in the order in which they run. Immutable.
 *
 * <p>Slots: the declared features that are scored or condition the model, in the file's order (of a topology that
 * scores windows only the cycles), then the aggregates in the file's order, named
 * {@code window.aggregate[.argument][.length]}.
 */
public final class VectorPlan {
    private final EventFields fields;
    private final FeatureSchema schema;
    private final int[] fieldOfSlot;
    private final List<WindowGroup> groups;
    private final boolean closed;

    VectorPlan(EventFields fields, FeatureSchema schema, int[] fieldOfSlot, List<WindowGroup> groups, boolean closed) {
        this.fields = fields;
        this.schema = schema;
        this.fieldOfSlot = fieldOfSlot;
        this.groups = List.copyOf(groups);
        this.closed = closed;
    }

    /**
     * Compiles the declaration.
     *
     * @param features by name, in the file's order
     * @param windows by name, in the file's order: all trailing, or one that is not
     * @throws ConfigException if an aggregate or the mix of windows makes no sense, with every problem at once
     */
    public static VectorPlan of(
            SourceConfig source, Map<String, FeatureConfig> features, Map<String, WindowConfig> windows) {
        return new VectorCompiler(source, features, windows).compile();
    }

    public EventFields fields() {
        return fields;
    }

    public FeatureSchema schema() {
        return schema;
    }

    /** In the order in which they run: those keyed by the source's key first. */
    public List<WindowGroup> groups() {
        return groups;
    }

    /** Whether closed windows are scored; else events are. */
    public boolean scoresWindows() {
        return closed;
    }

    /** Takes the declared features from an event. */
    public FeatureExtractor extractor() {
        return new FeatureExtractor(schema, fieldOfSlot.clone());
    }

    /** The length as names have it: whole days as {@code P7D}, else hours, minutes and seconds. */
    static String canonical(Duration length) {
        boolean wholeDays = length.getNano() == 0 && length.getSeconds() % 86_400 == 0;
        return wholeDays ? "P" + length.toDays() + "D" : length.toString();
    }
}
