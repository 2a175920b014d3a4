package dev.undercurrent.score;

import java.util.List;

/**
 * What one unit's values are worth. Immutable. {@code surprise = kl − reconstruction}, and {@code kl} plus the reasons'
 * surprises plus {@code otherReasons} is the surprise again.
 *
 * @param modelVersion the version that scored it; 0 in the baseline stage
 * @param stage what it was scored by
 * @param score what ranks: the members' surprises and the marginal tail, each in its own unit
 * @param surprise −ELBO of the reference member, in nats
 * @param reconstruction {@code E_q[log p(x|z)]} of the reference member, in nats (An &amp; Cho, "Variational
 *     Autoencoder based Anomaly Detection using Reconstruction Probability", 2015)
 * @param kl KL divergence of q(z|x) from the prior, in nats
 * @param tailProbability share of normal units with at least that score, above 0 and up to 1; held to three significant
 *     digits, so that who reads the record decides as we do
 * @param reasons the largest shares of the surprise, largest first
 * @param otherReasons sum of the shares that are not listed, in nats
 * @param latent the reference member's code
 */
public record Score(
        int modelVersion,
        Stage stage,
        double score,
        double surprise,
        double reconstruction,
        double kl,
        double tailProbability,
        List<Reason> reasons,
        double otherReasons,
        Latent latent) {
    public Score {
        reasons = List.copyOf(reasons);
        tailProbability = Rounding.share(tailProbability);
        if (!(tailProbability > 0 && tailProbability <= 1)) {
            throw new IllegalArgumentException("tailProbability: " + tailProbability + " (expected: above 0, up to 1)");
        }
    }

    /** This score after smoothing over the units of its key. */
    public Score ranked(double newScore, double newTailProbability) {
        return new Score(
                modelVersion,
                stage,
                newScore,
                surprise,
                reconstruction,
                kl,
                newTailProbability,
                reasons,
                otherReasons,
                latent);
    }
}
