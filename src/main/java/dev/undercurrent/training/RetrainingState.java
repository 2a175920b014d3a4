package dev.undercurrent.training;

import java.nio.ByteBuffer;

/**
 * What the retraining stage must know after a restart. Immutable.
 *
 * @param seen units added to the reservoir
 * @param stream units of the stream that those stand for
 * @param seenAtTraining {@code seen} when the last training began; 0 before the first
 * @param trainedAt when it began, ms since the epoch by the wall clock
 * @param version number of the last version that was published; 0 before the first
 * @param flaggedShare moving average of the share of flagged units, 0..1
 */
record RetrainingState(long seen, long stream, long seenAtTraining, long trainedAt, int version, double flaggedShare) {
    static final RetrainingState NEW = new RetrainingState(0, 0, 0, 0, 0, 0);

    private static final int BYTES = 4 * Long.BYTES + Integer.BYTES + Double.BYTES;

    byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(seen)
                .putLong(stream)
                .putLong(seenAtTraining)
                .putLong(trainedAt)
                .putInt(version)
                .putDouble(flaggedShare)
                .array();
    }

    static RetrainingState fromBytes(byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        return new RetrainingState(
                source.getLong(),
                source.getLong(),
                source.getLong(),
                source.getLong(),
                source.getInt(),
                source.getDouble());
    }
}
