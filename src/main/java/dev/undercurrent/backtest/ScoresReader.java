package dev.undercurrent.backtest;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.Problems;
import dev.undercurrent.detection.ScoredRow;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Reads {@code scores.csv.gz} line by line. */
public final class ScoresReader {
    private static final List<String> COLUMNS = List.of(ScoresCsv.HEADER.split(","));

    private ScoresReader() {}

    /**
     * Hands every row to {@code rows}, in the order of the file.
     *
     * @throws ConfigException if the file is no scores file
     */
    public static void read(Path file, Consumer<ScoredRow> rows) throws IOException {
        try (Reader text = new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file), 1 << 15), StandardCharsets.UTF_8);
                CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(text)) {
            boolean header = true;
            for (CsvRecord line : csv) {
                if (header && !line.getFields().equals(COLUMNS)) {
                    throw bad(file, line, String.join(",", line.getFields()), ScoresCsv.HEADER);
                }
                if (!header) {
                    rows.accept(row(file, line));
                }
                header = false;
            }
        }
    }

    private static ScoredRow row(Path file, CsvRecord line) {
        if (line.getFieldCount() != COLUMNS.size()) {
            throw bad(file, line, line.getFieldCount() + " fields", COLUMNS.size() + " fields");
        }
        try {
            return new ScoredRow(
                    line.getField(0),
                    Long.parseLong(line.getField(1)),
                    line.getField(2),
                    Double.parseDouble(line.getField(3)),
                    Double.parseDouble(line.getField(4)),
                    Double.parseDouble(line.getField(5)),
                    Boolean.parseBoolean(line.getField(6)),
                    line.getField(7),
                    Integer.parseInt(line.getField(8)),
                    line.getField(9).isEmpty() ? -1 : Integer.parseInt(line.getField(9)));
        } catch (NumberFormatException e) {
            ConfigException problem = bad(file, line, e.getMessage() + "", "a number");
            problem.initCause(e);
            throw problem;
        }
    }

    private static ConfigException bad(Path file, CsvRecord line, Object value, String expected) {
        return new ConfigException(List.of(Problems.line(file + ":" + line.getStartingLineNumber(), value, expected)));
    }
}
