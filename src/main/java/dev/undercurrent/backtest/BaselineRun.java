package dev.undercurrent.backtest;

import dev.undercurrent.baseline.Baseline;
import dev.undercurrent.baseline.BaselineVectors;
import dev.undercurrent.baseline.Detector;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.FeatureVectorSerde;
import dev.undercurrent.training.Sample;
import dev.undercurrent.training.SampledUnitSerde;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Other detectors on the vectors that the model scores, learning anew whenever a training round begins, from the
 * round's own sample. They need no holdout and so learn from it too. Before the first round they score 0. Not
 * thread-safe.
 */
final class BaselineRun {
    private static final String NO_TOPIC = "";

    private final FeatureSchema schema;
    private final SampledUnitSerde units = new SampledUnitSerde(new FeatureVectorSerde());
    private final Map<Baseline, Detector> detectors = new EnumMap<>(Baseline.class);
    private final Map<Baseline, double[]> scores = new EnumMap<>(Baseline.class);
    private @Nullable BaselineVectors vectors;
    private int size;

    BaselineRun(FeatureSchema schema, List<Baseline> baselines, long seed) {
        this.schema = schema;
        for (Baseline baseline : baselines) {
            detectors.put(baseline, baseline.detector(seed));
            scores.put(baseline, new double[1024]);
        }
    }

    void fit(Sample sample) {
        if (detectors.isEmpty()) {
            return;
        }
        List<FeatureVector> learnt =
                new ArrayList<>(sample.training().size() + sample.holdout().size());
        sample.training().forEach(unit -> learnt.add(vector(unit)));
        sample.holdout().forEach(unit -> learnt.add(vector(unit)));
        BaselineVectors fitted = BaselineVectors.fit(schema, learnt);
        double[][] rows = new double[learnt.size()][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = fitted.of(learnt.get(row));
        }
        detectors.values().forEach(detector -> detector.fit(rows, rows.length));
        vectors = fitted;
    }

    private FeatureVector vector(byte[] unit) {
        return units.deserializer().deserialize(NO_TOPIC, unit).vector();
    }

    /** Scores a unit, then learns from it where a detector does so. */
    void score(FeatureVector vector, boolean counted) {
        if (detectors.isEmpty()) {
            return;
        }
        double[] row = vectors == null ? null : vectors.of(vector);
        detectors.forEach((baseline, detector) -> {
            if (counted) {
                keep(baseline, row == null ? 0 : detector.score(row));
            }
            if (row != null) {
                detector.update(row);
            }
        });
        size += counted ? 1 : 0;
    }

    private void keep(Baseline baseline, double score) {
        double[] kept = scores.getOrDefault(baseline, new double[1024]);
        if (size == kept.length) {
            kept = Arrays.copyOf(kept, size * 2);
        }
        kept[size] = score;
        scores.put(baseline, kept);
    }

    /** One score a counted unit. */
    Map<Baseline, double[]> scores() {
        Map<Baseline, double[]> exact = new EnumMap<>(Baseline.class);
        scores.forEach((baseline, kept) -> exact.put(baseline, Arrays.copyOf(kept, size)));
        return exact;
    }
}
