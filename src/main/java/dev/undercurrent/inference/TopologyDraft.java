package dev.undercurrent.inference;

import dev.undercurrent.config.Spelling;
import dev.undercurrent.inference.Role.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A topology file as it is written from the roles of a sample's columns. Lives within one inference. */
final class TopologyDraft {
    private static final Duration DAILY = Duration.ofDays(7);
    private static final Duration WEEKLY = Duration.ofDays(28);
    private static final int HISTORY = 20;
    private static final int HISTORY_OF_ONE = 32;
    private static final long MOST_SAMPLED_VALUES = 16_000_000;

    private final Sample sample;
    private final String topic;
    private final String origin;
    private final boolean fromFile;
    private final Roles roles;
    private final Shape shape;
    private final Names names = new Names();
    private final YamlText yaml = new YamlText();
    private int features;

    TopologyDraft(Sample sample, String topic, String origin, boolean fromFile) {
        this.sample = sample;
        this.topic = topic;
        this.origin = origin;
        this.fromFile = fromFile;
        roles = new Roles(sample);
        shape = new Shape(roles);
    }

    String write() {
        List<Column> entities = EntityWindows.choose(roles, shape);
        yaml.line("# yaml-language-server: $schema=topology.schema.json");
        yaml.remark(
                "",
                "Inferred from " + sample.rows() + (sample.isWhole() ? "" : " of the") + " records of " + origin
                        + "; check the guesses. What is left out stands in the defaults.");
        source(entities.isEmpty() ? shape.key() : entities.get(0));
        yaml.line("unit: event", shape.why());
        List<Column> relative = features();
        windows(entities, relative);
        history();
        training();
        yaml.line("threshold: {risk: 0.001}", "one false alarm in a thousand normal records");
        return yaml.toString();
    }

    private void source(@Nullable Column key) {
        yaml.line("source:").line("  topic: " + YamlText.scalar(topic));
        if (key == null) {
            yaml.line("  key: topic", "no field tells entities apart");
            yaml.line("  partitions: 1", "all records are one series");
        } else {
            yaml.line("  key: " + YamlText.scalar(key.pointer()), why(key));
            if (fromFile) {
                yaml.line("  keyed: true", "ingest keys the topic so");
            }
            if (key.distinct() == 1) {
                yaml.line("  partitions: 1", "there is one series");
            }
        }
        List<Column> times = roles.of(Kind.TIME);
        if (times.isEmpty()) {
            yaml.line("  time: record", "no field holds times");
        } else {
            yaml.line("  time: " + YamlText.scalar(times.get(0).pointer()), why(times.get(0)));
        }
        List<Column> ids = roles.of(Kind.ID);
        if (!ids.isEmpty()) {
            yaml.line("  id: " + YamlText.scalar(ids.get(0).pointer()), why(ids.get(0)));
        }
    }

    /** Writes the features; those that differ in scale by key are returned: windows see them. */
    private List<Column> features() {
        List<Column> relative = new ArrayList<>();
        yaml.line("features:");
        int written = 0;
        for (Map.Entry<Column, Role> entry : roles.all().entrySet()) {
            Column column = entry.getKey();
            Role role = entry.getValue();
            switch (role.kind()) {
                case NUMBER, COUNT, FLAG, CATEGORY -> {
                    boolean apart = role.kind() == Kind.NUMBER && shape.differsByKey(column);
                    feature(column, role, apart);
                    written++;
                    features += apart ? 0 : 1;
                    if (apart) {
                        relative.add(column);
                    }
                }
                case NONE -> yaml.remark("  ", column.pointer() + " left out: " + role.why());
                case ENTITY -> yaml.remark("  ", column.pointer() + " is no feature: " + role.why());
                default -> {}
            }
        }
        cycles();
        if (written == 0) {
            yaml.remark("  ", "no field can be scored by itself");
        }
        return relative;
    }

    private void feature(Column column, Role role, boolean relative) {
        String name = names.feature(column);
        List<String> properties = new ArrayList<>();
        if (!column.pointer().equals("/" + name)) {
            properties.add("at: " + YamlText.scalar(column.pointer()));
        }
        if (role.kind() != Kind.NUMBER) {
            properties.add("type: " + Spelling.of(role.kind()));
        }
        if (relative) {
            properties.add("score: false");
        }
        String why = relative ? "keys differ in scale: it is seen relative to each key's own past, below" : role.why();
        yaml.line("  " + name + ": {" + String.join(", ", properties) + "}", why);
    }

    private void cycles() {
        Duration span = shape.clock().span();
        String days = "the sample spans " + span.toDays() + " days";
        if (!roles.of(Kind.TIME).isEmpty() && span.compareTo(DAILY) >= 0) {
            yaml.line("  " + names.feature("hour_of_day") + ": {type: cycle, period: PT24H}", days);
            if (span.compareTo(WEEKLY) >= 0) {
                yaml.line("  " + names.feature("day_of_week") + ": {type: cycle, period: P7D}", days);
            }
        }
    }

    private void windows(List<Column> entities, List<Column> relative) {
        List<String> groups = new ArrayList<>();
        for (Column entity : entities) {
            groups.addAll(EntityWindows.group(entity, entities, roles, shape, sample, names));
        }
        if (!relative.isEmpty()) {
            List<Duration> over = shape.lengths(shape.clock().step().multipliedBy(12 * 12), 2);
            List<String> ratios = relative.stream()
                    .map(column -> "ratio(" + names.feature(column) + ")")
                    .toList();
            groups.add("  past: {over: " + EntityWindows.spelled(over) + ", add: [" + String.join(", ", ratios) + "]}");
            features += over.size() * ratios.size();
        }
        if (!groups.isEmpty()) {
            yaml.line("windows:");
            groups.forEach(yaml::line);
        }
    }

    private void history() {
        if (shape.isOrdered()) {
            int numbers = roles.of(Kind.NUMBER).size() + roles.of(Kind.COUNT).size();
            yaml.line(
                    "history: " + (numbers == 1 ? HISTORY_OF_ONE : HISTORY),
                    numbers == 1 ? "a single number says little without the ones before" : "readings of a series");
        } else {
            yaml.line("history: 1", "single events");
        }
    }

    private void training() {
        int rows = sample.rows();
        int first = Math.min(Math.max(rows / 10, 20), 5000);
        int vector = Math.max(1, features) * (shape.isOrdered() ? HISTORY : 1);
        long room = Math.max(5000, MOST_SAMPLED_VALUES / vector);
        long kept = Math.min(room, Math.min(100_000, Math.max(20_000, rows)));
        long days = shape.clock().span().toDays();
        String every = days >= 30 ? "P7D" : days >= 2 ? "P1D" : "PT6H";
        yaml.line(
                "training: {every: " + every + ", first-after: " + first + ", sample: " + Math.max(kept, first) + "}",
                "a tenth of the " + rows + " records, 5000 at most, before the first model");
    }

    private String why(Column column) {
        Role role = roles.all().get(column);
        return role == null ? "" : role.why();
    }
}
