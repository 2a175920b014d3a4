package dev.undercurrent.training;

/**
 * Runs one round {@code train → evaluate → publish}. The topology's own is {@link TrainingRounds}; tests bring a
 * stand-in.
 */
public interface Rounds {
    /**
     * Trains on what was sampled, evaluates, and says what to publish. Runs on the training thread.
     *
     * @param sample what is trained on, and the holdout
     * @param lastVersion the last version that was published, 0 before the first
     * @param shifted whether flagged units were taken for the new normal
     * @param wallClockTime when the round began, ms since the epoch
     * @throws java.util.concurrent.CancellationException soon after the thread is interrupted
     */
    RoundResult run(Sample sample, int lastVersion, boolean shifted, long wallClockTime);
}
