package dev.undercurrent.publish;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One JSON text in UTF-8 on its way, in a buffer that is used again and again. Not thread-safe. */
final class JsonBytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    /** Significant digits of an expected value. */
    private static final int FIGURE = 6;

    /** Of a value that was computed. */
    private static final int COMPUTED = 10;

    /** From here on the digits in front of the point alone are more than that. */
    private static final double FULL = 1e11;

    private byte[] bytes = new byte[2048];
    private int size;
    private boolean follows;

    /** A name with its quotation marks and colon, for {@link #name(byte[])}. */
    static byte[] named(String name) {
        JsonBytes json = new JsonBytes();
        return json.name(name).toBytes();
    }

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

    /** @param named as {@link #named} makes it */
    JsonBytes name(byte[] named) {
        separate();
        follows = false;
        return raw(named);
    }

    JsonBytes whole(long value) {
        separate();
        if (value == Long.MIN_VALUE) {
            return ascii(Long.toString(value));
        }
        if (value < 0) {
            put('-');
        }
        size = Decimals.whole(bytes, size, Math.abs(value));
        return this;
    }

    /** The shortest decimal that is this number; {@code null} where it is not finite. */
    JsonBytes number(double value) {
        separate();
        int end = Decimals.exact(bytes, size, value);
        end = end > size ? end : Decimals.exactToEight(bytes, size, value);
        return end > size ? upTo(end) : shortest(value);
    }

    /** Four decimals; values that have none of that weight as {@link #number}. */
    JsonBytes nats(double value) {
        separate();
        int end = Decimals.rounded(bytes, size, value);
        return end > size ? upTo(end) : shortest(value);
    }

    /** Six significant digits, for expected values in a feature's own unit. */
    JsonBytes figure(double value) {
        separate();
        return significant(value, FIGURE);
    }

    /**
     * A value of a unit: in full if it has few decimals, as those have that were measured, or has more digits than that
     * in front of them; else ten significant digits.
     */
    JsonBytes value(double value) {
        separate();
        int end = Decimals.exact(bytes, size, value);
        if (end > size) {
            return upTo(end);
        }
        return Math.abs(value) < FULL ? significant(value, COMPUTED) : shortest(value);
    }

    private JsonBytes significant(double value, int digits) {
        int end = Decimals.figure(bytes, size, value, digits);
        if (end > size) {
            return upTo(end);
        }
        return shortest(Double.isFinite(value) ? Decimals.nearest(value, digits) : value);
    }

    private JsonBytes shortest(double value) {
        return Double.isFinite(value) ? ascii(NumberOutput.toString(value + 0.0, true)) : raw(NULL);
    }

    private JsonBytes upTo(int end) {
        size = end;
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
        byte[] to = bytes;
        int at = size;
        to[at++] = '"';
        for (int i = 0; i < length; i++) {
            char next = text.charAt(i);
            if (next < ' ' || next == '"' || next == '\\' || next > '~') {
                return escaped(text);
            }
            to[at++] = (byte) next;
        }
        to[at++] = '"';
        return upTo(at);
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
        ensure(Decimals.LONGEST);
        if (follows) {
            put(',');
        }
        follows = true;
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
