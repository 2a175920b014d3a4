package dev.undercurrent.publish;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * One JSON text in UTF-8 on its way, in a buffer that is used again and again. A record holds some sixty numbers, most
 * of them with few decimals; those are written digit by digit, a third of the time that the shortest decimal of any
 * double takes. Not thread-safe.
 */
final class JsonBytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    /** Of ten, as many as a long holds. */
    private static final long[] POWERS =
            LongStream.iterate(1, power -> 10 * power).limit(19).toArray();

    private static final int LONGEST_NUMBER = 32;
    /** Decimals that a number may have to be written digit by digit; most have no more than the first. */
    private static final int[] DECIMALS = {4, 8};

    /** Every number of so many digits is a double of its own. */
    private static final double MOST = 1e15;

    private byte[] bytes = new byte[2048];
    private int size;
    private boolean follows;

    /** Starts anew. */
    JsonBytes begin() {
        size = 0;
        follows = false;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Begins an object or array with its bracket. */
    JsonBytes open(char bracket) {
        separate();
        put(bracket);
        follows = false;
        return this;
    }

    /** Ends an object or array with its bracket. */
    JsonBytes close(char bracket) {
        ensure(1);
        put(bracket);
        follows = true;
        return this;
    }

    /** The name of what comes next. */
    JsonBytes name(String name) {
        text(name);
        put(':');
        follows = false;
        return this;
    }

    JsonBytes whole(long value) {
        separate();
        if (value == Long.MIN_VALUE) {
            return ascii(Long.toString(value));
        }
        if (value < 0) {
            put('-');
        }
        digits(Math.abs(value), 1);
        return this;
    }

    /** The shortest decimal that is this number; {@code null} where it is not finite. */
    JsonBytes number(double value) {
        separate();
        if (!Double.isFinite(value)) {
            return raw(NULL);
        }
        double size = Math.abs(value);
        for (int decimals : DECIMALS) {
            double scaled = Math.rint(size * POWERS[decimals]);
            if (scaled < MOST && scaled / POWERS[decimals] == size) {
                if (value < 0) {
                    put('-');
                }
                return decimal((long) scaled, decimals);
            }
        }
        return ascii(NumberOutput.toString(value, true));
    }

    /** @param decimals of the digits stand behind the point; zeros at the end are left out */
    private JsonBytes decimal(long scaled, int decimals) {
        digits(scaled / POWERS[decimals], 1);
        put('.');
        long fraction = scaled % POWERS[decimals];
        int length = decimals;
        while (length > 1 && fraction % 10 == 0) {
            fraction /= 10;
            length--;
        }
        digits(fraction, length);
        return this;
    }

    JsonBytes flag(boolean value) {
        separate();
        return raw(value ? TRUE : FALSE);
    }

    JsonBytes nothing() {
        separate();
        return raw(NULL);
    }

    JsonBytes text(String text) {
        separate();
        int length = text.length();
        ensure(length + 3); // and the colon behind a name
        int start = size;
        put('"');
        for (int i = 0; i < length; i++) {
            char next = text.charAt(i);
            if (next < ' ' || next == '"' || next == '\\' || next > '~') {
                size = start;
                return escaped(text);
            }
            put(next);
        }
        put('"');
        return this;
    }

    private JsonBytes escaped(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        ensure(6 * plain.length + 3);
        put('"');
        for (byte next : plain) {
            if (next == '"' || next == '\\') {
                put('\\');
                bytes[size++] = next;
            } else if (next >= 0 && next < ' ') {
                put('\\');
                put('u');
                put('0');
                put('0');
                bytes[size++] = HEX[next >> 4];
                bytes[size++] = HEX[next & 15];
            } else {
                bytes[size++] = next;
            }
        }
        put('"');
        return this;
    }

    /** A comma where something stands before, and room for a number. */
    private void separate() {
        ensure(LONGEST_NUMBER);
        if (follows) {
            put(',');
        }
        follows = true;
    }

    /** @param least digits, with zeros in front */
    private void digits(long value, int least) {
        int length = least;
        while (length < POWERS.length && value >= POWERS[length]) {
            length++;
        }
        long rest = value;
        for (int at = size + length - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += length;
    }

    private JsonBytes raw(byte[] text) {
        ensure(text.length);
        System.arraycopy(text, 0, bytes, size, text.length);
        size += text.length;
        return this;
    }

    private JsonBytes ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
        return this;
    }

    private void put(char ascii) {
        bytes[size++] = (byte) ascii;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
