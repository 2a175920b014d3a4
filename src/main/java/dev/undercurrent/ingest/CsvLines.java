package dev.undercurrent.ingest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows below a header. A cell becomes a JSON number where it is written like one, {@code true} or {@code false} where
 * it says so, nothing where it is empty, else a text: ids with leading zeros stay what they are.
 */
final class CsvLines implements FileLines.Format {
    private static final char[] SEPARATORS = {',', ';', '\t', '|'};
    private static final int LONGEST_HEADER = 1 << 15;

    private final Iterator<CsvRecord> rows;
    private final List<String> header;
    private long number = 1;

    CsvLines(BufferedReader reader) throws IOException {
        rows = CsvReader.builder()
                .fieldSeparator(separator(reader))
                .ofCsvRecord(reader)
                .iterator();
        if (!rows.hasNext()) {
            throw new LineException("nothing");
        }
        header = rows.next().getFields();
        Set<String> names = new HashSet<>();
        for (String name : header) {
            if (name.isBlank() || !names.add(name)) {
                throw new LineException(name.isBlank() ? "a column without a name" : "column " + name + " twice");
            }
        }
    }

    /** Whichever separator stands most often in the header. */
    private static char separator(BufferedReader reader) throws IOException {
        reader.mark(LONGEST_HEADER);
        int[] seen = new int[SEPARATORS.length];
        int next = reader.read();
        for (int i = 1; i < LONGEST_HEADER && next >= 0 && next != '\n'; i++) {
            for (int k = 0; k < SEPARATORS.length; k++) {
                seen[k] += next == SEPARATORS[k] ? 1 : 0;
            }
            next = reader.read();
        }
        reader.reset();
        int most = 0;
        for (int k = 1; k < SEPARATORS.length; k++) {
            most = seen[k] > seen[most] ? k : most;
        }
        return SEPARATORS[most];
    }

    @Override
    public @Nullable FileLine next() throws IOException {
        number++;
        if (!rows.hasNext()) {
            return null;
        }
        CsvRecord row = rows.next();
        number = row.getStartingLineNumber();
        ByteArrayBuilder bytes = new ByteArrayBuilder(256);
        try (JsonGenerator json = JsonLines.JSON.getFactory().createGenerator(bytes)) {
            json.writeStartObject();
            for (int i = 0; i < header.size(); i++) {
                write(json, header.get(i), row.getField(i));
            }
            json.writeEndObject();
        }
        byte[] value = bytes.toByteArray();
        return new FileLine(number, value, (ObjectNode) JsonLines.JSON.readTree(value));
    }

    private static void write(JsonGenerator json, String name, String cell) throws IOException {
        if (cell.isEmpty()) {
            return;
        }
        json.writeFieldName(name);
        if (isNumber(cell)) {
            json.writeNumber(cell);
        } else if (cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false")) {
            json.writeBoolean(cell.equalsIgnoreCase("true"));
        } else {
            json.writeString(cell);
        }
    }

    /** Whether the text is a number as JSON writes it: no leading zeros, no plus, no infinity. */
    static boolean isNumber(String text) {
        int end = text.length();
        int at = text.charAt(0) == '-' ? 1 : 0;
        int whole = digits(text, at);
        if (whole == at || (whole - at > 1 && text.charAt(at) == '0')) {
            return false;
        }
        at = whole;
        if (at < end && text.charAt(at) == '.') {
            int fraction = digits(text, at + 1);
            if (fraction == at + 1) {
                return false;
            }
            at = fraction;
        }
        if (at < end && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int sign = at + 1 < end && (text.charAt(at + 1) == '-' || text.charAt(at + 1) == '+') ? 1 : 0;
            int exponent = digits(text, at + 1 + sign);
            at = exponent == at + 1 + sign ? -1 : exponent;
        }
        return at == end;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    @Override
    public long number() {
        return number;
    }
}
