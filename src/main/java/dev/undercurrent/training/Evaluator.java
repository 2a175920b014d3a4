package dev.undercurrent.training;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.score.Score;
import dev.undercurrent.score.Scorer;
import dev.undercurrent.score.TailCalibration;
import dev.undercurrent.threshold.Threshold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Scores the holdout by a candidate and by the model in use, and calibrates the candidate on it. Thread-safe. */
final class Evaluator {
    private static final int BATCH = 256;
    private static final double TRIMMED = 0.02;

    private final Threshold threshold;

    /** @param threshold by which units are flagged */
    Evaluator(Threshold threshold) {
        this.threshold = threshold;
    }

    /** A candidate that is calibrated, and how it did. */
    record Evaluated(ModelVersion candidate, Evaluation evaluation) {}

    /**
     * Evaluates and calibrates.
     *
     * @param candidate not yet calibrated
     * @param inUse the model in use, if it reads the same features
     * @param holdout in stream order
     * @param flagged {@code [holdout]}, which of them the model in use had flagged
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    Evaluated evaluate(
            ModelVersion candidate, Optional<ModelVersion> inUse, List<FeatureVector> holdout, boolean[] flagged) {
        double risk = threshold.risk(candidate.unitsPerDay());
        List<Score> scores = scores(candidate, holdout);
        double[] finalScores = candidate
                .smoothing()
                .over(
                        holdout.stream().map(FeatureVector::key).toList(),
                        scores.stream().mapToDouble(Score::score).toArray());
        int cut = holdout.size() * 2 / 3;
        TailCalibration earlier = TailCalibration.of(normal(finalScores, flagged, 0, cut, risk));
        int judged = holdout.size() - cut;
        long flags = Arrays.stream(finalScores, cut, finalScores.length)
                .filter(score -> earlier.tailProbability(score) < risk)
                .count();
        Evaluation evaluation = new Evaluation(
                rawSurprise(candidate, holdout, scores),
                inUse.map(model -> rawSurprise(model, holdout, scores(model, holdout))),
                candidate.encoding().shares(),
                (double) flags / Math.max(1, judged),
                judged,
                risk);
        TailCalibration calibration = TailCalibration.of(normal(finalScores, flagged, 0, finalScores.length, risk));
        return new Evaluated(candidate.calibrated(calibration), evaluation);
    }

    private static List<Score> scores(ModelVersion version, List<FeatureVector> vectors) {
        List<Score> scores = new ArrayList<>(vectors.size());
        try (Scorer scorer = version.scorer(1)) {
            for (int from = 0; from < vectors.size(); from += BATCH) {
                TrainingRounds.requireWanted();
                scores.addAll(scorer.score(vectors.subList(from, Math.min(vectors.size(), from + BATCH))));
            }
        }
        return scores;
    }

    private static double rawSurprise(ModelVersion version, List<FeatureVector> vectors, List<Score> scores) {
        int history = version.members().get(0).spec().history();
        double[] raw = new double[vectors.size()];
        for (int row = 0; row < raw.length; row++) {
            raw[row] = scores.get(row).surprise() - version.encoding().logJacobian(vectors.get(row), history);
        }
        Arrays.sort(raw);
        int kept = Math.max(1, (int) (raw.length * (1 - TRIMMED)));
        return Arrays.stream(raw, 0, Math.min(kept, raw.length)).average().orElse(Double.NaN);
    }

    /**
     * The scores that count as normal: all that were not flagged, and as many of the flagged ones, the least surprising
     * first, as a threshold of that risk flags without any anomaly. Left out altogether, the tail would shrink with
     * every round.
     */
    private static double[] normal(double[] scores, boolean[] flagged, int from, int to, double risk) {
        List<Double> suspects = new ArrayList<>();
        double[] kept = new double[to - from];
        int count = 0;
        for (int row = from; row < to; row++) {
            if (flagged[row]) {
                suspects.add(scores[row]);
            } else {
                kept[count++] = scores[row];
            }
        }
        suspects.sort(null);
        int pardoned = Math.min(suspects.size(), (int) Math.ceil(risk * (to - from)));
        for (int i = 0; i < pardoned; i++) {
            kept[count++] = suspects.get(i);
        }
        return Arrays.copyOf(kept, count);
    }
}
