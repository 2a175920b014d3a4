package dev.undercurrent.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BinaryWriter} wrote, in the same order. Not thread-safe. */
public final class BinaryReader {
    static final int NAN = 0;
    static final int WHOLE = 1;
    static final int DOUBLE = 2;
    static final int TEXT = 3;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private int position;

    public BinaryReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether there is something behind what was read. */
    public boolean hasMore() {
        return position < bytes.length;
    }

    public int readByte() {
        return bytes[position++];
    }

    public long readLong() {
        long value = (long) LONG.get(bytes, position);
        position += 8;
        return value;
    }

    public int readInt() {
        int value = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes[position++];
            value |= (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return (value >>> 1) ^ -(value & 1);
    }

    public String readText() {
        int length = readInt();
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    public byte @Nullable [] readBytes() {
        int length = readInt();
        if (length < 0) {
            return null;
        }
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    public double readDouble() {
        return readDouble(readByte());
    }

    /** The text of a slot, empty if it has none; its number goes to {@code numbers[slot]}. */
    public String readSlot(double[] numbers, int slot) {
        int tag = readByte();
        if (tag != TEXT) {
            numbers[slot] = readDouble(tag);
            return "";
        }
        String text = readText();
        numbers[slot] = readDouble();
        return text;
    }

    private double readDouble(int tag) {
        return switch (tag) {
            case NAN -> Double.NaN;
            case WHOLE -> readInt();
            default -> Double.longBitsToDouble(readLong());
        };
    }
}
