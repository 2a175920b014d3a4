/**
 * From a batch of vectors to calibrated scores with reasons, by the model in use or, before the first one, by robust
 * statistics. A scorer belongs to one stream thread at a time; everything it is made of is immutable.
 *
 * <p>Two terms of different kind are never added in nats, only in units of their own spread
 * ({@link dev.undercurrent.score.ScoreUnits}), and only a tail probability leaves for the threshold, because nats mean
 * something to one version alone. It follows a stream that moves on ({@link dev.undercurrent.score.Recalibration}),
 * while the score, which ranks, is the version's own. Quantile sketches with a relative error (t-digest, DDSketch) were
 * turned down for {@link dev.undercurrent.score.OrderStatistics}: they blur ties and the outermost values, which is
 * where both users look.
 */
@NullMarked
package dev.undercurrent.score;

import org.jspecify.annotations.NullMarked;
