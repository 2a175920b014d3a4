package dev.undercurrent.ingest;

import de.siegmar.fastcsv.reader.CsvParseException;
import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.Problems;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a CSV or JSON lines file, plain or gzip, in the file's order. What a file is shows in its first bytes,
 * not in its name. Not thread-safe.
 */
public final class FileLines implements Iterator<FileLine>, AutoCloseable {
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    /** What one format gives; null at the end. */
    interface Format {
        @Nullable
        FileLine next() throws IOException;

        /** The line that is being read. */
        long number();
    }

    private final Path file;
    private final BufferedReader reader;
    private final Format format;
    private @Nullable FileLine ahead;

    private FileLines(Path file, BufferedReader reader) throws IOException {
        this.file = file;
        this.reader = reader;
        format = isJson(reader) ? new JsonLines(reader) : new CsvLines(reader);
    }

    /**
     * Opens a file.
     *
     * @throws ConfigException if it cannot be read, is empty, or its first line is broken
     */
    public static FileLines open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw problem(file.toString(), "no such file", "a CSV or JSON lines file, plain or gzip");
        }
        BufferedReader reader = null;
        try {
            reader = new BufferedReader(
                    new InputStreamReader(unzipped(file), StandardCharsets.UTF_8.newDecoder()), 1 << 16);
            FileLines lines = new FileLines(file, reader);
            lines.ahead = lines.read();
            return lines;
        } catch (ConfigException e) {
            close(reader);
            throw e;
        } catch (CsvParseException | LineException e) {
            close(reader);
            throw broken(file + ":1", e);
        } catch (IOException | UncheckedIOException e) {
            close(reader);
            throw unreadable(file.toString(), e);
        }
    }

    /** All lines as a stream, which closes the file when it is closed. */
    public static Stream<FileLine> stream(Path file) {
        FileLines lines = open(file);
        int traits = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(lines, traits), false)
                .onClose(lines::close);
    }

    @Override
    public boolean hasNext() {
        return ahead != null;
    }

    @Override
    public FileLine next() {
        FileLine line = ahead;
        if (line == null) {
            throw new NoSuchElementException();
        }
        ahead = read();
        return line;
    }

    @Override
    public void close() {
        close(reader);
    }

    private @Nullable FileLine read() {
        try {
            return format.next();
        } catch (CsvParseException | LineException e) {
            throw broken(file + ":" + format.number(), e);
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(file + ":" + format.number(), e);
        }
    }

    private static InputStream unzipped(Path file) throws IOException {
        InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            stream.mark(2);
            int magic = stream.read() << 8 | stream.read();
            stream.reset();
            return magic == GZIP_MAGIC ? new GZIPInputStream(stream, 1 << 16) : stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    /** Whether the first character that is no white space opens an object; a byte order mark is skipped. */
    private static boolean isJson(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        int first;
        do {
            reader.mark(1);
            first = reader.read();
        } while (first == ' ' || first == '\t');
        if (first >= 0) {
            reader.reset();
        }
        return first == '{';
    }

    private static ConfigException broken(String where, RuntimeException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return problem(where, String.valueOf(cause.getMessage()), "a row of CSV or a line of JSON");
    }

    private static ConfigException unreadable(String where, Exception e) {
        return e instanceof CharacterCodingException || e.getCause() instanceof CharacterCodingException
                ? problem(where, "bytes that are no UTF-8", "a text file in UTF-8")
                : problem(where, "not readable: " + e.getMessage(), "a whole file that this user may read");
    }

    static ConfigException problem(String where, String value, String expected) {
        return new ConfigException(List.of(Problems.line(where, value, expected)));
    }

    private static void close(@Nullable BufferedReader reader) {
        try {
            if (reader != null) {
                reader.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
