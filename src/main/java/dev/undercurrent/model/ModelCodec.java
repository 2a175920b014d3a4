package dev.undercurrent.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A model version as bytes: magic, format, length of the manifest, length of the tensors (each 4 bytes, big-endian),
 * the manifest as JSON, all tensors as raw little-endian floats, and the SHA-256 of everything before. Thread-safe.
 *
 * <p>Reading trusts nothing: lengths are held against the bytes that are there before anything is allocated, the
 * checksum before anything is parsed, and the manifest binds to fixed record types only.
 */
public final class ModelCodec {
    /** Largest encoded model. */
    public static final int MAX_BYTES = 256 << 20;

    private static final int MAGIC = 0x55434d56; // "UCMV"
    private static final int FORMAT = 1;
    private static final int HEADER = 16;
    private static final int CHECKSUM = 32;

    private ModelCodec() {}

    /** @throws IllegalArgumentException if it is larger than {@link #MAX_BYTES} */
    public static byte[] encode(ModelVersion version) {
        TensorPool.Writer tensors = new TensorPool.Writer();
        byte[] manifest;
        try {
            manifest = ModelJson.writing(tensors).writeValueAsBytes(version);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "model " + version.segment() + "/" + version.version() + ": not writable", e);
        }
        long length = HEADER + (long) manifest.length + tensors.bytes() + CHECKSUM;
        if (length > MAX_BYTES) {
            throw new IllegalArgumentException("model " + version.segment() + "/" + version.version() + ": " + length
                    + " bytes (expected: at most " + MAX_BYTES + "); lower widths or members");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        bytes.putInt(MAGIC).putInt(FORMAT).putInt(manifest.length).putInt((int) tensors.bytes());
        bytes.put(manifest);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        tensors.writeTo(bytes);
        bytes.put(digest(bytes.array(), bytes.position()));
        return bytes.array();
    }

    /** @throws ModelFormatException if the bytes are corrupt, cut off, foreign, too large or of a later format */
    public static ModelVersion decode(byte[] bytes) throws ModelFormatException {
        if (bytes.length > MAX_BYTES) {
            throw refused(bytes.length + " bytes", "at most " + MAX_BYTES);
        }
        if (bytes.length < HEADER + CHECKSUM) {
            throw refused(bytes.length + " bytes", "at least " + (HEADER + CHECKSUM));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (buffer.getInt() != MAGIC) {
            throw refused("foreign bytes", "an Undercurrent model");
        }
        int format = buffer.getInt();
        if (format != FORMAT) {
            throw refused("format " + format, "format " + FORMAT + "; read it with the release that wrote it");
        }
        int manifest = buffer.getInt();
        int tensors = buffer.getInt();
        long length = HEADER + (long) manifest + tensors + CHECKSUM;
        if (manifest < 0 || tensors < 0 || tensors % Float.BYTES != 0 || length != bytes.length) {
            throw refused(bytes.length + " bytes", "manifest " + manifest + " and tensors " + tensors + " to fill it");
        }
        byte[] checksum = Arrays.copyOfRange(bytes, bytes.length - CHECKSUM, bytes.length);
        if (!MessageDigest.isEqual(checksum, digest(bytes, bytes.length - CHECKSUM))) {
            throw refused("wrong checksum", "the SHA-256 of its bytes");
        }
        return parse(bytes, manifest, buffer.slice(HEADER + manifest, tensors));
    }

    private static ModelVersion parse(byte[] bytes, int manifest, ByteBuffer floats) throws ModelFormatException {
        TensorPool.Reader tensors = new TensorPool.Reader(floats.order(ByteOrder.LITTLE_ENDIAN));
        ModelVersion version;
        try {
            version = ModelJson.required(
                    ModelJson.reading(tensors).readValue(bytes, HEADER, manifest, ModelVersion.class));
        } catch (JacksonException e) {
            String problem = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
            throw new ModelFormatException("model manifest: " + problem + " (expected: a model version)", e);
        } catch (IOException e) {
            throw new ModelFormatException("model manifest: unreadable (expected: a model version)", e);
        }
        if (tensors.remaining() > 0) {
            throw refused(tensors.remaining() + " bytes of tensors nothing refers to", "none");
        }
        return version;
    }

    private static ModelFormatException refused(String value, String expected) {
        return new ModelFormatException("model: " + value + " (expected: " + expected + ")");
    }

    /** SHA-256 of the first {@code length} bytes. */
    static byte[] digest(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}
