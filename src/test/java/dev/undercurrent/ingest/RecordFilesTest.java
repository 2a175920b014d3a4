package dev.undercurrent.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.config.ConfigException;
import dev.undercurrent.ingest.RecordFiles.Order;
import dev.undercurrent.source.SourceConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordFilesTest {
    private static final SourceConfig SOURCE = source("/card", "/time");

    @TempDir
    Path folder;

    @Test
    void writesCellsAsJson() throws IOException {
        Path file = write(
                "time,card,amount,code,fraud,note",
                "1700000000000,c1,1.50,007,True,\"a \"\"b\"\", c\"",
                "1700000000001,,-2e3,1.,false,");

        assertThat(json(file, Order.FILE))
                .containsExactly(
                        "{\"time\":1700000000000,\"card\":\"c1\",\"amount\":1.50,\"code\":\"007\",\"fraud\":true,"
                                + "\"note\":\"a \\\"b\\\", c\"}",
                        "{\"time\":1700000000001,\"amount\":-2e3,\"code\":\"1.\",\"fraud\":false}");
    }

    @Test
    void sortsStablyByEventTimeAndKeepsKeysAndLines() throws IOException {
        Path file = write("time,card", "1700000000002,a", "1700000000001,b", "1700000000002,c");

        assertThat(read(file, Order.TIME)).extracting(FileRecord::key).containsExactly("b", "a", "c");
        assertThat(read(file, Order.TIME)).extracting(FileRecord::line).containsExactly(3L, 2L, 4L);
        assertThat(read(file, Order.FILE)).extracting(FileRecord::key).containsExactly("a", "b", "c");
    }

    @Test
    void keepsTheBytesOfJsonLines() throws IOException {
        Path file = write("\uFEFF {\"time\": 1700000000000, \"card\": 5}", "", "{\"time\":\"2023-11-14T22:13:20Z\"}");

        assertThat(json(file, Order.FILE))
                .containsExactly("{\"time\": 1700000000000, \"card\": 5}", "{\"time\":\"2023-11-14T22:13:20Z\"}");
        assertThat(read(file, Order.FILE)).extracting(FileRecord::key).containsExactly("5", "");
        assertThat(read(file, Order.FILE)).extracting(FileRecord::time).containsOnly(1700000000000L);
    }

    @Test
    void readsGzipWhateverItIsCalledAndOtherSeparators() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zipped = new GZIPOutputStream(bytes)) {
            zipped.write("time;card\n1700000000;x\n".getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("cards.csv"), bytes.toByteArray());

        assertThat(json(file, Order.TIME)).containsExactly("{\"time\":1700000000,\"card\":\"x\"}");
        assertThat(read(file, Order.TIME)).extracting(FileRecord::time).containsExactly(1700000000000L);
    }

    @Test
    void isOneSeriesWithoutTimesWhereTheSourceTakesTheKafkaKeyAndTimestamp() throws IOException {
        Path file = write("time,card", "5,a");

        try (Stream<FileRecord> records = RecordFiles.read(file, source("record", "record"), Order.TIME)) {
            assertThat(records).singleElement().satisfies(record -> {
                assertThat(record.key()).isEqualTo("cards");
                assertThat(record.time()).isEqualTo(FileRecord.NO_TIME);
            });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            time,card;1                        | :2: Record 2 has 1 fields, but first record had 2 fields
            time,time;1,2                      | :1: column time twice
            {"time":1700000000000};{"time":    | :2: broken JSON at column 9
            {"time":1700000000000};[1]         | :2: no JSON object
            """)
    void saysWhichLineIsBroken(String lines, String problem) throws IOException {
        Path file = write(lines.split(";"));

        assertThatThrownBy(() -> read(file, Order.TIME))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + problem + " (expected: a row of CSV or a line of JSON)");
    }

    @Test
    void saysWhichLineHasNoTime() throws IOException {
        Path file = write("time,card", "1700000000,a", "yesterday,b");

        assertThatThrownBy(() -> read(file, Order.TIME))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ":3: no time at /time (expected: ms or s since the epoch, or ISO-8601 such as"
                        + " 2026-01-31T12:00:00Z)");
    }

    @Test
    void refusesWhatIsNoTextFile() throws IOException {
        Path binary = Files.write(folder.resolve("x"), new byte[] {'a', ',', 'b', '\n', (byte) 0xC3, 0x28, '\n'});
        Path absent = folder.resolve("absent");

        assertThatThrownBy(() -> read(binary, Order.TIME))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(binary.toString())
                .hasMessageEndingWith(": bytes that are no UTF-8 (expected: a text file in UTF-8)");
        assertThatThrownBy(() -> read(absent, Order.TIME))
                .isInstanceOf(ConfigException.class)
                .hasMessage(absent + ": no such file (expected: a CSV or JSON lines file, plain or gzip)");
    }

    @ParameterizedTest
    @CsvSource({
        "0,true",
        "-0.5,true",
        "12e-3,true",
        "1E+5,true",
        "007,false",
        "1.,false",
        ".5,false",
        "+1,false",
        "1e,false",
        "-,false",
        "1x,false",
        "0x1,false",
        "NaN,false"
    })
    void takesForANumberWhatJsonDoes(String text, boolean number) {
        assertThat(CsvLines.isNumber(text)).isEqualTo(number);
    }

    private List<FileRecord> read(Path file, Order order) {
        try (Stream<FileRecord> records = RecordFiles.read(file, SOURCE, order)) {
            return records.toList();
        }
    }

    private List<String> json(Path file, Order order) {
        return read(file, order).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private Path write(String... lines) throws IOException {
        return Files.writeString(folder.resolve("file"), String.join("\n", lines) + "\n");
    }

    private static SourceConfig source(String key, String time) {
        return new SourceConfig(
                "cards",
                SourceConfig.Format.JSON,
                key,
                time,
                "record",
                false,
                1,
                "earliest",
                Duration.ZERO,
                Duration.ZERO,
                1000);
    }
}
