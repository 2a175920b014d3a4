package dev.undercurrent.backtest;

import dev.undercurrent.detection.ScoredRow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * Writes {@code scores.csv.gz}, one line per scored unit, as they come. Not thread-safe.
 *
 * <p>The hash is that of the uncompressed content, so {@code zcat scores.csv.gz | sha256sum} gives it too.
 */
public final class ScoresCsv implements AutoCloseable {
    static final String HEADER = "id,time,key,score,surprise,tailProbability,anomaly,stage,model,label";
    private static final int BUFFER = 1 << 15;

    private final MessageDigest digest;
    private final OutputStream out;
    private final StringBuilder text = new StringBuilder(BUFFER + 1024);

    private ScoresCsv(OutputStream out, MessageDigest digest) {
        this.digest = digest;
        this.out = new DigestOutputStream(out, digest);
        text.append(HEADER).append('\n');
    }

    /** Creates the file or replaces it. */
    public static ScoresCsv create(Path file) throws IOException {
        return new ScoresCsv(new GZIPOutputStream(Files.newOutputStream(file), BUFFER), sha256());
    }

    /** Hashes without writing: what a run without a report needs. */
    public static ScoresCsv hashOnly() {
        return new ScoresCsv(OutputStream.nullOutputStream(), sha256());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    public void write(ScoredRow row) throws IOException {
        quoted(row.id());
        text.append(',').append(row.time()).append(',');
        quoted(row.key());
        text.append(',').append(row.score());
        text.append(',').append(row.surprise());
        text.append(',').append(row.tailProbability());
        text.append(',').append(row.anomaly()).append(',');
        quoted(row.stage());
        text.append(',').append(row.model()).append(',');
        if (row.label() >= 0) {
            text.append(row.label());
        }
        text.append('\n');
        if (text.length() >= BUFFER) {
            flush();
        }
    }

    private void quoted(String value) {
        boolean plain = true;
        for (int i = 0; i < value.length() && plain; i++) {
            char c = value.charAt(i);
            plain = c != ',' && c != '"' && c != '\n' && c != '\r';
        }
        if (plain) {
            text.append(value);
        } else {
            text.append('"').append(value.replace("\"", "\"\"")).append('"');
        }
    }

    private void flush() throws IOException {
        if (!text.isEmpty()) { // a closed file takes not even nothing
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
        }
    }

    /** Writes what is pending and closes the file. */
    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }

    /** SHA-256 of what was written, in hexadecimal digits; once, after {@link #close()}. */
    public String hash() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
