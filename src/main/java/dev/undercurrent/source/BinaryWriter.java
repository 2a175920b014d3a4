package dev.undercurrent.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes values compactly into bytes that {@link BinaryReader} reads; for stores and the topics between stages, both of
 * one version of the application. Not thread-safe.
 */
public final class BinaryWriter {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int size;

    /** @param capacity bytes that fit before it grows */
    public BinaryWriter(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /** Starts anew, over what was written before. */
    public BinaryWriter begin() {
        size = 0;
        return this;
    }

    public BinaryWriter writeByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
        return this;
    }

    /** Eight bytes, big-endian. */
    public BinaryWriter writeLong(long value) {
        ensure(8);
        LONG.set(bytes, size, value);
        size += 8;
        return this;
    }

    /** One to five bytes; small magnitudes are short. */
    public BinaryWriter writeInt(int value) {
        ensure(5);
        int rest = (value << 1) ^ (value >> 31);
        while ((rest & ~0x7F) != 0) {
            bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    /** Length and UTF-8. */
    public BinaryWriter writeText(String text) {
        int start = size;
        int length = text.length();
        writeInt(length);
        ensure(length);
        for (int i = 0; i < length; i++) {
            char next = text.charAt(i);
            if (next >= 0x80) { // not ASCII: only its bytes tell how long it is
                size = start;
                return writeBytes(text.getBytes(StandardCharsets.UTF_8));
            }
            bytes[size++] = (byte) next;
        }
        return this;
    }

    /** Length and bytes; null is told from empty. */
    public BinaryWriter writeBytes(byte @Nullable [] value) {
        if (value == null) {
            return writeInt(-1);
        }
        writeInt(value.length);
        ensure(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    /** A double in full; whole numbers and NaN are short. */
    public BinaryWriter writeDouble(double value) {
        int whole = (int) value;
        if (Double.isNaN(value)) {
            return writeByte(BinaryReader.NAN);
        }
        if (Double.doubleToRawLongBits(whole) == Double.doubleToRawLongBits(value)) {
            return writeByte(BinaryReader.WHOLE).writeInt(whole);
        }
        return writeByte(BinaryReader.DOUBLE).writeLong(Double.doubleToRawLongBits(value));
    }

    /** A slot that holds a number or a text, or both; an empty text is none. */
    public BinaryWriter writeSlot(double number, String text) {
        if (!text.isEmpty()) {
            writeByte(BinaryReader.TEXT).writeText(text);
        }
        return writeDouble(number);
    }

    /** Bytes written since it began. */
    public int size() {
        return size;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
