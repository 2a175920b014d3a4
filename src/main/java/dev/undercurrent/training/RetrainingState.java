package dev.undercurrent.training;

import dev.undercurrent.training.Reservoir.Sizes;
import java.nio.ByteBuffer;

/**
 * What the retraining stage must know after a restart. Immutable.
 *
 * @param sizes that the kept units lie by
 * @param seen units added to the reservoir
 * @param stream units of the stream that those stand for
 * @param seenAtTraining {@code seen} when the last training began that went to its end; 0 before the first
 * @param trainedAt when that began, ms since the epoch by the wall clock
 * @param begunAt when the training began that has not ended yet; 0 for none
 * @param version number of the last version that was published; 0 before the first
 * @param flaggedShare moving average of the share of flagged units, 0..1
 */
record RetrainingState(
        Sizes sizes,
        long seen,
        long stream,
        long seenAtTraining,
        long trainedAt,
        long begunAt,
        int version,
        double flaggedShare) {
    private static final int BYTES = 5 * Long.BYTES + 3 * Integer.BYTES + Double.BYTES;

    /** The state before the first unit. */
    static RetrainingState begin(Sizes sizes) {
        return new RetrainingState(sizes, 0, 0, 0, 0, 0, 0, 0);
    }

    /** With one more unit. */
    RetrainingState added(Reservoir reservoir, double share) {
        return new RetrainingState(
                sizes, reservoir.seen(), reservoir.stream(), seenAtTraining, trainedAt, begunAt, version, share);
    }

    /** With units that were laid out anew; as many of them are fresh as were before, at most. */
    RetrainingState moved(Reservoir reservoir) {
        long fresh = seen - seenAtTraining;
        return new RetrainingState(
                reservoir.sizes(),
                reservoir.seen(),
                reservoir.stream(),
                seenAtTraining == 0 ? 0 : Math.max(1, reservoir.seen() - fresh),
                trainedAt,
                begunAt,
                version,
                flaggedShare);
    }

    /** With a training that begins. */
    RetrainingState begun(long wallClockTime) {
        return new RetrainingState(
                sizes, seen, stream, seenAtTraining, trainedAt, wallClockTime, version, flaggedShare);
    }

    /**
     * With the training ended that had begun.
     *
     * @param seenThen units that were added before it began
     */
    RetrainingState ended(long seenThen, int lastVersion, double share) {
        return new RetrainingState(sizes, seen, stream, seenThen, begunAt, 0, lastVersion, share);
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(seen)
                .putLong(stream)
                .putLong(seenAtTraining)
                .putLong(trainedAt)
                .putInt(version)
                .putDouble(flaggedShare)
                .putLong(begunAt)
                .putInt(sizes.sample())
                .putInt(sizes.ring())
                .array();
    }

    /** @param unsaid the sizes where the bytes, of a build before, do not say them */
    static RetrainingState fromBytes(byte[] bytes, Sizes unsaid) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        long seen = source.getLong();
        long stream = source.getLong();
        long seenAtTraining = source.getLong();
        long trainedAt = source.getLong();
        int version = source.getInt();
        double flaggedShare = source.getDouble();
        boolean isWhole = source.hasRemaining();
        long begunAt = isWhole ? source.getLong() : 0;
        Sizes sizes = isWhole ? new Sizes(source.getInt(), source.getInt()) : unsaid;
        return new RetrainingState(sizes, seen, stream, seenAtTraining, trainedAt, begunAt, version, flaggedShare);
    }
}
