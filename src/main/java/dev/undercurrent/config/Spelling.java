package dev.undercurrent.config;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How names and values are spelled in files and messages. */
public final class Spelling {
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
    private static final long SECONDS_OF_DAY = 86_400;

    private Spelling() {}

    /** {@code firstAfter → first-after}. */
    public static String kebab(String camel) {
        return CAPITAL.matcher(camel).replaceAll("-$0").toLowerCase(Locale.ROOT);
    }

    /** {@code STUDENT_T → student-t}. */
    public static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The shortest ISO-8601 form: {@code P7D} where whole days fit, else as {@link Duration#toString()}. */
    public static String of(Duration value) {
        long seconds = value.getSeconds();
        boolean days = seconds != 0 && seconds % SECONDS_OF_DAY == 0 && value.getNano() == 0;
        return days ? "P" + seconds / SECONDS_OF_DAY + "D" : value.toString();
    }

    /** {@code threshold.risk → THRESHOLD_RISK}. */
    static String environment(String path) {
        return path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The candidate with the fewest edits to {@code name}, if a slip of the keyboard may explain them. */
    static Optional<String> nearest(String name, Collection<String> candidates) {
        String best = "";
        int fewest = Math.max(1, name.length() / 3) + 1;
        for (String candidate : candidates) {
            int edits = edits(name.toLowerCase(Locale.ROOT).replace('_', '-'), candidate);
            if (edits < fewest) {
                fewest = edits;
                best = candidate;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** Levenshtein distance. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
