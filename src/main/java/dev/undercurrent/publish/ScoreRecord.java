package dev.undercurrent.publish;

import dev.undercurrent.score.Score;
import dev.undercurrent.threshold.Verdict;

/**
 * The decision on one scored unit, as {@code NAME.scores} and {@code NAME.anomalies} carry it. Immutable.
 *
 * @param id what identifies the unit
 * @param key the entity it belongs to
 * @param time event time of an event, end of a window; ms since the epoch
 * @param scoredAt wall-clock time of the decision, ms since the epoch
 * @param topology the topology's name
 * @param late whether it came after the grace of its windows
 * @param score what it is worth and why
 * @param verdict whether it is flagged
 * @param input the values it was scored by, or {@link Input#NONE}
 */
public record ScoreRecord(
        String id,
        String key,
        long time,
        long scoredAt,
        String topology,
        boolean late,
        Score score,
        Verdict verdict,
        Input input) {
    /** Its latent code. */
    public LatentCode latentCode() {
        return new LatentCode(id, key, time, topology, score.modelVersion(), score.latent());
    }
}
