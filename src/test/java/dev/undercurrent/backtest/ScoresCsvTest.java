package dev.undercurrent.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.config.ConfigException;
import dev.undercurrent.detection.ScoredRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoresCsvTest {
    private static final List<ScoredRow> ROWS = List.of(
            new ScoredRow("p-0-1", 1528070494000L, "card-17", 9.71, 34.2, 2.1e-5, true, "model", 12, 1),
            new ScoredRow("a,\"b\"\nc", -5, "", -1.5, 0, 1, false, "baseline", 0, -1),
            new ScoredRow("é", 0, "k", 0.1 + 0.2, 1e300, 1.0 / 3, false, "model", 1, 0));

    @TempDir
    private Path folder;

    @Test
    void readsBackEveryRowItWrote() throws Exception {
        Path file = folder.resolve("scores.csv.gz");
        write(file, ROWS);

        List<ScoredRow> read = new ArrayList<>();
        ScoresReader.read(file, read::add);

        assertThat(read).isEqualTo(ROWS);
    }

    @Test
    void writesTheColumnsOfTheRecord() throws Exception {
        Path file = folder.resolve("scores.csv.gz");
        write(file, ROWS.subList(0, 1));

        assertThat(new String(uncompressed(file), StandardCharsets.UTF_8)).isEqualTo("""
                        id,time,key,score,surprise,tailProbability,anomaly,stage,model,label
                        p-0-1,1528070494000,card-17,9.71,34.2,2.1E-5,true,model,12,1
                        """);
    }

    @Test
    void hashesTheUncompressedContent() throws Exception {
        Path file = folder.resolve("scores.csv.gz");
        String hash = write(file, ROWS);

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(uncompressed(file));
        assertThat(hash).isEqualTo(HexFormat.of().formatHex(digest));
    }

    @Test
    void givesTheSameHashAndBytesForTheSameRows() throws Exception {
        String first = write(folder.resolve("1"), ROWS);
        String second = write(folder.resolve("2"), ROWS);

        assertThat(first).isEqualTo(second);
        assertThat(folder.resolve("1")).hasSameBinaryContentAs(folder.resolve("2"));
        assertThat(write(folder.resolve("3"), ROWS.subList(0, 2))).isNotEqualTo(first);
    }

    @Test
    void hashesWithoutAFile() throws Exception {
        ScoresCsv csv = ScoresCsv.hashOnly();
        try (csv) {
            for (ScoredRow row : ROWS) {
                csv.write(row);
            }
        }

        assertThat(csv.hash()).isEqualTo(write(folder.resolve("1"), ROWS));
    }

    @Test
    void saysWhichLineIsBad() throws Exception {
        Path file = folder.resolve("bad.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(
                    "id,time,key,score,surprise,tailProbability,anomaly,stage,model,label\na,b,c,1,1,1,true,model,1,\n"
                            .getBytes(StandardCharsets.UTF_8));
        }

        assertThatThrownBy(() -> ScoresReader.read(file, row -> {}))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ":2: For input string: \"b\" (expected: a number)");
    }

    @Test
    void refusesAnotherTable() throws Exception {
        Path file = folder.resolve("bad.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThatThrownBy(() -> ScoresReader.read(file, row -> {}))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ":1: a,b (expected: "
                        + "id,time,key,score,surprise,tailProbability,anomaly,stage,model,label)");
    }

    private static String write(Path file, List<ScoredRow> rows) throws IOException {
        ScoresCsv csv = ScoresCsv.create(file);
        try (csv) {
            for (ScoredRow row : rows) {
                csv.write(row);
            }
        }
        return csv.hash();
    }

    private static byte[] uncompressed(Path file) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            return in.readAllBytes();
        }
    }
}
