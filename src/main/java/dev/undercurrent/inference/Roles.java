package dev.undercurrent.inference;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.undercurrent.inference.Role.Kind;
import dev.undercurrent.ingest.EventTimes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides what each column of a sample is. Lives within one inference. */
final class Roles {
    private static final Pattern TIMES = Pattern.compile(
            "@?(timestamp|time|ts|date|datetime|when)|.*[_-]?(timestamp|time|datetime|date)|.*(Time|Timestamp)");
    /** Names that nothing but a label has, of however many classes. */
    private static final Pattern LABEL = Pattern.compile("labels?|attack_?(cat|category|type|class)");

    private static final Pattern LABELS = Pattern.compile(
            "label|labels|class|target|is_?fraud|fraud|is_?flagged_?fraud|(is_?)?anomal(y|ous)|(is_?)?outlier|(is_?)?attack");
    private static final Pattern KEYS = Pattern.compile(
            "key|host|host_?name|server|service|device(_?id)?|sensor(_?id)?|machine(_?id)?|instance|node|pod|series|metric");
    private static final Pattern IDS =
            Pattern.compile("id|uuid|guid|.*_(id|uuid|no|number|key)|.*[a-z](Id|ID|No)|name[A-Z_].*");
    private static final long EARLIEST = 0;
    private static final long LATEST = 4_102_444_800_000L; // 2100
    private static final long EARLIEST_UNNAMED = 946_684_800_000L; // 2000
    private static final int MOST_CATEGORIES = 100;
    private static final int FEWEST_ENTITIES = 30;
    private static final double LEAST_REPEATS = 1.5;

    private final Sample sample;
    private final Map<Column, Role> roles = new LinkedHashMap<>();
    private final long[] times;

    Roles(Sample sample) {
        this.sample = sample;
        sample.columns().stream()
                .filter(column -> IDS.matcher(column.name()).matches())
                .forEach(Column::unify);
        Column time = time();
        for (Column column : sample.columns()) {
            roles.put(column, column == time ? new Role(Kind.TIME, "every value is a time") : role(column));
        }
        times = times(sample, time);
        Column key = key();
        if (key != null) {
            int keys = key.distinct();
            roles.put(key, new Role(Kind.KEY, keys + (keys == 1 ? " series" : " series, told apart by it")));
        }
    }

    List<Column> of(Kind kind) {
        return roles.entrySet().stream()
                .filter(entry -> entry.getValue().kind() == kind)
                .map(Map.Entry::getKey)
                .toList();
    }

    Map<Column, Role> all() {
        return roles;
    }

    /** Event times by row. */
    long[] times() {
        return times;
    }

    /** Event times by row; the row's number in seconds where there is none. */
    private static long[] times(Sample sample, @Nullable Column column) {
        long[] times = new long[sample.rows()];
        Map<Integer, Long> parsed = new LinkedHashMap<>();
        if (column != null) {
            column.texts()
                    .forEach((text, code) -> parsed.put(
                            code, EventTimes.read(TextNode.valueOf(text)).orElse(0)));
        }
        for (int row = 0; row < times.length; row++) {
            double value = column == null ? Double.NaN : column.value(row);
            if (Double.isNaN(value)) {
                times[row] = row == 0 ? 0 : column == null ? row * 1000L : times[row - 1];
            } else if (column != null && column.isText()) {
                times[row] = parsed.getOrDefault((int) value, 0L);
            } else {
                times[row] = EventTimes.read(DoubleNode.valueOf(value)).orElse(0);
            }
        }
        return times;
    }

    private @Nullable Column time() {
        Column unnamed = null;
        for (Column column : sample.columns()) {
            boolean named = TIMES.matcher(column.name()).matches();
            if (column.present() < sample.rows() || (column.distinct() < 2 && sample.rows() > 1)) {
                continue;
            }
            if (named && isTime(column, EARLIEST)) {
                return column;
            }
            if (unnamed == null && isTime(column, EARLIEST_UNNAMED) && column.distinct() > sample.rows() / 10) {
                unnamed = column;
            }
        }
        return unnamed;
    }

    private static boolean isTime(Column column, long earliest) {
        if (column.isText()) {
            return column.texts().keySet().stream()
                    .allMatch(text -> isBetween(EventTimes.read(TextNode.valueOf(text)), earliest));
        }
        // durations and hours are whole numbers too: a number has to be a moment of the computer age
        return column.isNumeric()
                && column.min() >= EARLIEST_UNNAMED / 1000.0
                && isBetween(EventTimes.read(DoubleNode.valueOf(column.min())), EARLIEST_UNNAMED)
                && isBetween(EventTimes.read(DoubleNode.valueOf(column.max())), EARLIEST_UNNAMED);
    }

    private static boolean isBetween(OptionalLong time, long earliest) {
        return time.isPresent() && time.getAsLong() >= earliest && time.getAsLong() <= LATEST;
    }

    /** A column that names series: called key, or called like a device and read at a steadier pace by itself. */
    private @Nullable Column key() {
        Column best = null;
        double steadiest = new Clock(times, null).regular();
        for (Column column : sample.columns()) {
            boolean open = roles.getOrDefault(column, new Role(Kind.NONE, "")).kind() != Kind.TIME;
            boolean repeats = column.present() == sample.rows() && column.distinct() * 2 <= sample.rows();
            if (!open || !repeats || !KEYS.matcher(lower(column)).matches() || isFraction(column)) {
                continue;
            }
            if (lower(column).equals("key")) {
                return column;
            }
            double regular = new Clock(times, column).regular();
            if (column.distinct() == 1 ? best == null : regular >= 0.5 && regular > steadiest) {
                best = column;
                steadiest = Math.max(regular, steadiest);
            }
        }
        return best;
    }

    private static boolean isFraction(Column column) {
        return column.isNumeric() && !column.isWhole();
    }

    private static boolean isLabel(Column column) {
        boolean isEither = column.isFlag() || column.distinct() <= 2;
        return LABEL.matcher(lower(column)).matches()
                || (isEither && LABELS.matcher(lower(column)).matches());
    }

    private Role role(Column column) {
        int distinct = column.distinct();
        if (isLabel(column)) {
            return new Role(Kind.NONE, "a label: what is to be found is never looked at");
        }
        if (column.present() * 20L < sample.rows()) {
            return new Role(Kind.NONE, "absent in more than 95 % of the records");
        }
        if (distinct == 1 && column.present() == sample.rows()) {
            return new Role(Kind.NONE, "constant in the sample");
        }
        boolean named = IDS.matcher(column.name()).matches();
        double repeats = column.present() / (double) distinct;
        boolean idLike = (column.isText() || column.isWhole()) && named;
        if (repeats == 1 && sample.rows() > 20 && idLike && column.present() == sample.rows()) {
            return new Role(Kind.ID, "every value occurs once, and its name says id");
        }
        if (distinct > FEWEST_ENTITIES && (idLike || (column.isText() && distinct > MOST_CATEGORIES))) {
            return repeats >= LEAST_REPEATS
                    ? new Role(
                            Kind.ENTITY, distinct + " values, each in " + Math.round(repeats) + " records on average")
                    : new Role(Kind.NONE, "nearly every value occurs once: no past to compare with");
        }
        return feature(column, distinct);
    }

    private Role feature(Column column, int distinct) {
        if (column.isFlag()) {
            return new Role(Kind.FLAG, "0 and 1 only");
        }
        if (!column.isNumeric()) {
            return distinct <= MOST_CATEGORIES
                    ? new Role(Kind.CATEGORY, distinct + " texts")
                    : new Role(Kind.NONE, distinct + " values of several types");
        }
        boolean counts = lower(column).matches("count|num_.*|.*_count|n_.*|.*_requests|requests");
        return counts && column.isWhole() && column.min() >= 0
                ? new Role(Kind.COUNT, "whole numbers from 0, and its name says count")
                : new Role(Kind.NUMBER, "");
    }

    private static String lower(Column column) {
        return column.name().strip().toLowerCase(Locale.ROOT);
    }
}
