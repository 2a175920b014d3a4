package dev.undercurrent.window;

import dev.undercurrent.features.FeatureConfig;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.features.Likelihood;
import dev.undercurrent.features.Transform;
import dev.undercurrent.features.WindowedEvent;
import dev.undercurrent.source.Event;
import dev.undercurrent.source.EventFields;
import dev.undercurrent.source.SourceConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Declarations and events for the tests of this package. */
final class Plans {
    private Plans() {}

    static SourceConfig source(Duration grace) {
        return new SourceConfig(
                "payments",
                SourceConfig.Format.JSON,
                "/card",
                "/time",
                "/id",
                true,
                1,
                "earliest",
                grace,
                Duration.ofDays(36_500),
                1_000_000);
    }

    static FeatureConfig feature(FeatureType type) {
        Duration period = type == FeatureType.CYCLE ? Duration.ofDays(1) : Duration.ZERO;
        return new FeatureConfig(
                "auto", type, Transform.AUTO, FeatureConfig.Condition.AUTO, Likelihood.AUTO, period, true);
    }

    static Map<String, FeatureConfig> features() {
        Map<String, FeatureConfig> features = new LinkedHashMap<>();
        features.put("amount", feature(FeatureType.NUMBER));
        features.put("hour", feature(FeatureType.CYCLE));
        features.put("channel", feature(FeatureType.CATEGORY));
        return features;
    }

    static WindowConfig trailing(String key, List<Duration> over, String... add) {
        return new WindowConfig(
                key, WindowConfig.Kind.TRAILING, over, Duration.ZERO, Duration.ZERO, Arrays.asList(add));
    }

    static WindowConfig tumbling(Duration length, String... add) {
        return tumblingBy("source", length, add);
    }

    static WindowConfig tumblingBy(String key, Duration length, String... add) {
        return new WindowConfig(
                key, WindowConfig.Kind.TUMBLING, List.of(length), Duration.ZERO, Duration.ZERO, Arrays.asList(add));
    }

    static WindowConfig hopping(Duration length, Duration every, String... add) {
        return new WindowConfig(
                "source", WindowConfig.Kind.HOPPING, List.of(length), every, Duration.ZERO, Arrays.asList(add));
    }

    static WindowConfig session(Duration gap, String... add) {
        return new WindowConfig("source", WindowConfig.Kind.SESSION, List.of(), Duration.ZERO, gap, Arrays.asList(add));
    }

    static VectorPlan plan(Duration grace, String name, WindowConfig window) {
        return VectorPlan.of(source(grace), features(), Map.of(name, window));
    }

    /** An event whose number fields all hold {@code number} and whose text fields all hold {@code text}. */
    static Event event(VectorPlan plan, String id, String key, long time, double number, String text) {
        int size = plan.fields().size();
        double[] numbers = new double[size];
        String[] texts = new String[size];
        for (int field = 0; field < size; field++) {
            boolean isText = plan.fields().kind(field) == EventFields.Kind.TEXT;
            numbers[field] = isText ? Double.NaN : number;
            texts[field] = isText ? text : "";
        }
        return new Event(id, key, time, numbers, texts);
    }

    static WindowedEvent windowed(VectorPlan plan, String key, long time, double number, String text) {
        return WindowedEvent.of(
                event(plan, key + "/" + time, key, time, number, text),
                plan.schema().size(),
                null);
    }

    static int slot(VectorPlan plan, String name) {
        for (int slot = 0; slot < plan.schema().size(); slot++) {
            if (plan.schema().get(slot).name().equals(name)) {
                return slot;
            }
        }
        throw new IllegalArgumentException(name + ": no slot (expected: one of "
                + plan.schema().features().stream()
                        .map(feature -> feature.name())
                        .toList() + ")");
    }
}
