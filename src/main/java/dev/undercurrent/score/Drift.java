package dev.undercurrent.score;

import java.nio.ByteBuffer;

/**
 * Where the scores of a stream have gone since its model was calibrated. Immutable; {@link Recalibration} moves it.
 *
 * @param version the model version whose scores these are
 * @param units scores seen
 * @param median of them
 * @param above from the median to the third quartile, positive
 * @param below from the first quartile to the median, positive
 * @param tail from the third quartile to the score that one in a hundred reaches, positive
 * @param credit exceedances of that score that will still be learnt from
 */
public record Drift(int version, long units, double median, double above, double below, double tail, double credit) {
    private static final int BYTES = Integer.BYTES + Long.BYTES + 5 * Double.BYTES;

    /** As a store keeps it. */
    byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putInt(version)
                .putLong(units)
                .putDouble(median)
                .putDouble(above)
                .putDouble(below)
                .putDouble(tail)
                .putDouble(credit)
                .array();
    }

    static Drift of(byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        return new Drift(
                source.getInt(),
                source.getLong(),
                source.getDouble(),
                source.getDouble(),
                source.getDouble(),
                source.getDouble(),
                source.getDouble());
    }
}
