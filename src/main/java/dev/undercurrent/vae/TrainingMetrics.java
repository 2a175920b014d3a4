package dev.undercurrent.vae;

import java.util.List;

/**
 * How the training of one member went. Immutable.
 *
 * @param steps training steps done
 * @param losses mean loss in nats over each twentieth of the planned steps, oldest first
 * @param holdoutSurprise mean −ELBO at the posterior mean of the holdout, in nats; NaN without a holdout
 * @param activeUnits latent units whose posterior mean varies by more than 0.01 over the data (Burda et al.,
 *     "Importance Weighted Autoencoders", 2016); 0 is posterior collapse
 */
public record TrainingMetrics(int steps, List<Double> losses, double holdoutSurprise, int activeUnits) {
    public TrainingMetrics {
        losses = List.copyOf(losses);
    }
}
