package dev.undercurrent.registry;

import dev.undercurrent.metrics.Meters;
import dev.undercurrent.model.ModelVersion;
import java.util.Optional;

/** What a feed shows of its models, for tests of other packages. */
public final class FeedMetrics {
    private FeedMetrics() {}

    /** Registers it as with a model in use. */
    public static void register(Meters meters, ModelVersion model) {
        new ModelMetrics(meters, () -> Optional.of(model));
    }
}
