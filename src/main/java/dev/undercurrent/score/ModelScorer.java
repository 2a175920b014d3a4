package dev.undercurrent.score;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.Expected;
import dev.undercurrent.features.FeatureEncoding;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Row;
import dev.undercurrent.vae.EnsembleNet;
import dev.undercurrent.vae.NetScores;
import java.util.ArrayList;
import java.util.List;

/** Scores by a model version: one call of its networks for a whole batch. Not thread-safe: one thread at a time. */
public final class ModelScorer implements Scorer {
    private final int version;
    private final Encoding encoding;
    private final EnsembleNet net;
    private final Ranking ranking;
    private final Recalibration recalibration;
    private final int reasons;

    /**
     * How a model version makes one score of its members' surprises. Immutable.
     *
     * @param units of the terms that are added up
     * @param tails the features' own distributions
     * @param calibration of the final scores
     * @param smoothing of a key's scores
     */
    public record Ranking(ScoreUnits units, MarginalTails tails, TailCalibration calibration, Smoothing smoothing) {}

    /**
     * Takes the net over and closes it with itself.
     *
     * @param reasons most features that a score names
     */
    public ModelScorer(int version, Encoding encoding, EnsembleNet net, Ranking ranking, int reasons) {
        this.version = version;
        this.encoding = encoding;
        this.net = net;
        this.ranking = ranking;
        this.recalibration = new Recalibration(version, ranking.calibration());
        this.reasons = reasons;
    }

    /** {@inheritDoc} Where smoothing or recalibration is on, their tail probabilities are 1 until then. */
    @Override
    public List<Score> score(List<FeatureVector> batch) {
        if (batch.isEmpty()) {
            return List.of();
        }
        NetScores scored = net.score(batch);
        double[] surprises = new double[net.members()];
        double[] shares = new double[encoding.shares()];
        List<Score> scores = new ArrayList<>(batch.size());
        for (int row = 0; row < batch.size(); row++) {
            scores.add(score(batch.get(row), scored, row, surprises, shares));
        }
        return scores;
    }

    private Score score(FeatureVector vector, NetScores scored, int row, double[] surprises, double[] shares) {
        double kl = scored.kl(row);
        double reconstruction = scored.reconstruction(row);
        surprises[0] = kl - reconstruction;
        for (int member = 1; member < surprises.length; member++) {
            surprises[member] = scored.memberSurprise(member, row);
        }
        double tail = ranking.units().hasTail() ? ranking.tails().nats(vector) : 0;
        double score = ranking.units().score(surprises, tail);
        for (int i = 0; i < shares.length; i++) {
            shares[i] = scored.share(row, i);
        }
        List<Reason> listed = new ArrayList<>(Math.min(reasons, shares.length));
        double others = -reconstruction;
        for (int share : Largest.of(shares, reasons)) {
            listed.add(reason(vector.row(), scored, row, share));
            others -= shares[share];
        }
        return new Score(
                version,
                Stage.MODEL,
                score,
                surprises[0],
                reconstruction,
                kl,
                isPlacedLater() ? 1 : tailProbability(score),
                listed,
                listed.size() == shares.length ? 0 : others,
                latent(scored, row));
    }

    private Reason reason(Row values, NetScores scored, int row, int share) {
        FeatureEncoding feature = encoding.scored().get(share);
        Expected expected = encoding.expected(share, scored.location(), scored.scale(), scored.start(row));
        boolean text = feature.type() == FeatureType.CATEGORY;
        return new Reason(
                feature.name(),
                text ? Value.of(values.text(feature.slot())) : Value.of(number(values, feature)),
                text ? Value.of(expected.text()) : Value.of(expected.value()),
                expected.low(),
                expected.high(),
                scored.share(row, share));
    }

    private static double number(Row values, FeatureEncoding feature) {
        return feature.type() == FeatureType.CYCLE
                ? Math.floorMod(values.time(), (long) feature.period())
                : values.number(feature.slot());
    }

    private static Latent latent(NetScores scored, int row) {
        float[] mean = new float[scored.latent()];
        float[] std = new float[mean.length];
        for (int k = 0; k < mean.length; k++) {
            mean[k] = (float) scored.mean(row, k);
            std[k] = (float) scored.std(row, k);
        }
        return new Latent(mean, std);
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public Smoothing smoothing() {
        return ranking.smoothing();
    }

    @Override
    public Recalibration recalibration() {
        return recalibration;
    }

    @Override
    public double tailProbability(double score) {
        return ranking.calibration().tailProbability(score);
    }

    @Override
    public void close() {
        net.close();
    }
}
