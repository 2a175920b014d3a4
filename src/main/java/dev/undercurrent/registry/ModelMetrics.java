package dev.undercurrent.registry;

import dev.undercurrent.metrics.Meters;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.training.RoundResult;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Which model is in use, and how versions come and go. Without a model its version is 0 and the rest absent.
 * Thread-safe.
 */
final class ModelMetrics {
    private static final double MILLIS = 1e3;
    private static final String ACTIVE_UNITS = "activeUnits";

    private final CounterDataPoint refused;
    private final CounterDataPoint swaps;
    private volatile OptionalDouble loaded = OptionalDouble.empty();

    /** @param current the version in use */
    ModelMetrics(Meters meters, Supplier<Optional<ModelVersion>> current) {
        refused = meters.counter(
                        "undercurrent_models_refused", "Model versions that were corrupt or foreign and so not used")
                .labelValues();
        swaps = meters.counter("undercurrent_model_swaps", "Model versions put into use")
                .labelValues();
        meters.gauge(
                "undercurrent_model_version",
                "The model version in use; 0 without one",
                () -> current.get().map(ModelVersion::version).orElse(0));
        meters.gauge(
                "undercurrent_model_trained_timestamp_seconds",
                "When the model in use was trained",
                () -> of(current, model -> model.createdAt() / MILLIS));
        meters.gauge(
                "undercurrent_model_loaded_timestamp_seconds",
                "When the model in use was put into use here",
                () -> current.get().isPresent() ? loaded : OptionalDouble.empty());
        meters.gauge(
                "undercurrent_model_active_latent_units",
                "Latent units that vary over the data; 0 is posterior collapse",
                () -> figure(current, ACTIVE_UNITS, 1));
        meters.gauge(
                "undercurrent_model_latent_units",
                "Latent units of the model in use",
                () -> of(current, model -> model.members().get(0).spec().latent()));
        meters.gauge(
                "undercurrent_model_holdout_elbo_nats",
                "Mean ELBO of the holdout's raw values under the model in use, the most surprising fiftieth left out",
                () -> figure(current, RoundResult.SURPRISE, -1));
    }

    void refused() {
        refused.inc();
    }

    /** Notes that a version was put into use. */
    void swapped() {
        swaps.inc();
        loaded = OptionalDouble.of(System.currentTimeMillis() / MILLIS);
    }

    private static OptionalDouble of(Supplier<Optional<ModelVersion>> current, ToDoubleFunction<ModelVersion> value) {
        return current.get().stream().mapToDouble(value).findFirst();
    }

    private static OptionalDouble figure(Supplier<Optional<ModelVersion>> current, String name, int sign) {
        return current.get().map(ModelVersion::metrics).filter(figures -> figures.containsKey(name)).stream()
                .mapToDouble(figures -> sign * figures.getOrDefault(name, Double.NaN))
                .findFirst();
    }
}
