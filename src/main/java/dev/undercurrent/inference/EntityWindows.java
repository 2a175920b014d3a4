package dev.undercurrent.inference;

import dev.undercurrent.config.Spelling;
import dev.undercurrent.inference.Role.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Windows over the past of customers, terminals and the like, where rows are single events: amounts relative to the
 * acting entity's own, and what verdicts said of each. Counts and means of every length were turned down where there
 * are amounts: on card payments a dozen more features hid the few that tell (0.64 / 0.25 against 0.63 / 0.18 AUROC and
 * average precision).
 */
final class EntityWindows {
    private static final int MOST_ENTITIES = 3;
    private static final int MOST_AMOUNTS = 2;
    private static final int MOST_LENGTHS = 3;
    private static final String WHO = ".*(customer|card|account|user|client|payer|sender|orig).*";
    private static final String HOW_MUCH = ".*(amount|price|total|value|sum|cost|bytes|duration).*";

    private EntityWindows() {}

    /** The entities whose past counts, the acting one first; none where rows are readings of series. */
    static List<Column> choose(Roles roles, Shape shape) {
        if (shape.isOrdered()) {
            return List.of();
        }
        List<Column> entities = new ArrayList<>(roles.of(Kind.KEY));
        entities.removeIf(key -> key.distinct() == 1);
        boolean keyed = !roles.of(Kind.KEY).isEmpty();
        roles.of(Kind.ENTITY).stream()
                .sorted(Comparator.comparing((Column column) -> !lower(column).matches(WHO)))
                .filter(entity -> !keyed || !entities.isEmpty())
                .forEach(entities::add);
        return entities.subList(0, Math.min(MOST_ENTITIES, entities.size()));
    }

    /** The lines of one group of windows. */
    static List<String> group(
            Column entity, List<Column> entities, Roles roles, Shape shape, Sample sample, Names names) {
        Duration gap = shape.clock().span().dividedBy(Math.max(1, sample.rows() / Math.max(1, entity.distinct())));
        boolean source = entity == entities.get(0);
        List<String> add = new ArrayList<>();
        if (amounts(roles).isEmpty()) {
            add.add("count");
            add.add(source ? "gap" : distinct(entities.get(0)));
            add.removeIf(String::isEmpty);
        } else if (source) {
            amounts(roles).forEach(amount -> add.add("ratio(" + names.feature(amount) + ")"));
        }
        add.add("confirmed");
        List<String> lines = new ArrayList<>();
        lines.add("  " + names.window(entity) + ": # " + entity.distinct()
                + " in the sample, each with a past of its own");
        if (!source) {
            lines.add("    key: " + YamlText.scalar(entity.pointer()));
        }
        lines.add("    over: " + spelled(shape.lengths(gap, MOST_LENGTHS)) + " # one has a record every "
                + Spelling.of(Duration.ofSeconds(gap.toSeconds())) + " on average");
        lines.add("    add: [" + String.join(", ", add) + "] # confirmed: by verdicts, once there are any");
        return lines;
    }

    /** How many of the acting entity were here; empty where its name cannot stand in an aggregate. */
    private static String distinct(Column first) {
        if (!first.pointer().matches("/[A-Za-z0-9_./-]+")) {
            return "";
        }
        boolean nested = first.pointer().lastIndexOf('/') > 0;
        return "distinct(" + (nested ? first.pointer() : first.name()) + ")";
    }

    /** {@code [P1D, P7D]}. */
    static String spelled(List<Duration> lengths) {
        return lengths.stream().map(Spelling::of).collect(Collectors.joining(", ", "[", "]"));
    }

    /** The numbers whose size matters most, by name, else by place. */
    private static List<Column> amounts(Roles roles) {
        return roles.of(Kind.NUMBER).stream()
                .sorted(Comparator.comparing((Column column) -> !lower(column).matches(HOW_MUCH)))
                .limit(MOST_AMOUNTS)
                .toList();
    }

    private static String lower(Column column) {
        return column.name().toLowerCase(Locale.ROOT);
    }
}
