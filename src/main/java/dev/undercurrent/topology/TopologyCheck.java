package dev.undercurrent.topology;

import dev.undercurrent.config.Problems;
import dev.undercurrent.config.Spelling;
import dev.undercurrent.features.FeatureConfig;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.source.SourceConfig;
import dev.undercurrent.topology.TopologyConfig.Unit;
import dev.undercurrent.window.WindowConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What no section can see alone: whether the sections of one topology fit each other. Lives within one loading. */
final class TopologyCheck {
    private final TopologyConfig config;
    private final Problems problems = new Problems("");
    private final Set<String> generated = new HashSet<>();

    private TopologyCheck(TopologyConfig config) {
        this.config = config;
    }

    /** All problems, one line each, in the order of the sections; empty if there are none. */
    static List<String> problems(TopologyConfig config) {
        TopologyCheck check = new TopologyCheck(config);
        check.unit();
        config.windows().forEach(check::window);
        check.features();
        check.history();
        return check.problems.lines();
    }

    private void unit() {
        Map<String, WindowConfig> windows = config.windows();
        if (config.unit() == Unit.WINDOW) {
            String id = config.source().id();
            problems.check(id.equals(SourceConfig.RECORD), "source.id", id, "record, as unit is window")
                    .check(windows.size() == 1, "windows", windows.size() + " groups", "one group, as unit is window");
        }
        windows.forEach((name, window) -> {
            boolean trailing = window.kind() == WindowConfig.Kind.TRAILING;
            problems.check(
                    trailing == (config.unit() == Unit.EVENT),
                    "windows." + name + ".kind",
                    window.kind(),
                    trailing ? "tumbling, hopping or session, as unit is window" : "trailing, as unit is event");
        });
    }

    private void window(String name, WindowConfig window) {
        String path = "windows." + name;
        problems.check(!name.contains("."), path, "a name", "letters, digits, _ and -");
        for (int i = 0; i < window.add().size(); i++) {
            String text = window.add().get(i);
            String place = path + ".add[" + i + "]";
            AggregateCall call = AggregateCall.parse(text);
            if (call == null) {
                problems.add(Problems.line(place, text, AggregateCall.FORMS));
                continue;
            }
            argument(place, text, call);
            for (String feature : call.names(name, window)) {
                problems.check(generated.add(feature), place, text, "each aggregate once");
            }
        }
    }

    private void argument(String place, String text, AggregateCall call) {
        FeatureConfig feature = config.features().get(call.argument());
        if (feature == null) {
            boolean field = call.argument().isEmpty()
                    || call.argument().startsWith("/") == call.argument().contains("/");
            problems.check(field, place, text, "a feature, a field, or a JSON pointer such as /device/id");
            return;
        }
        FeatureType type = feature.type();
        boolean number = type != FeatureType.CATEGORY && type != FeatureType.CYCLE;
        problems.check(
                call.needsNumber() ? number : type != FeatureType.CYCLE,
                place,
                text,
                (call.needsNumber() ? "a number, count or flag" : "a field") + ", not a " + Spelling.of(type));
    }

    private void features() {
        config.features()
                .forEach((name, feature) -> problems.check(
                        !generated.contains(name),
                        "features." + name,
                        "a name",
                        "another one, a window's aggregate has it"));
        boolean own = config.unit() == Unit.EVENT
                && config.features().values().stream().anyMatch(feature -> feature.score() && !feature.conditions());
        problems.check(own || !config.windows().isEmpty(), "features", "none is scored", "one that is, or a window");
    }

    /** A key's last vectors are only together where the source's key is the one they were made by. */
    private void history() {
        if (config.history() == 1) {
            return;
        }
        config.windows()
                .forEach((name, window) -> problems.check(
                        window.key().equals(WindowConfig.SOURCE)
                                || window.key().equals(config.source().key()),
                        "windows." + name + ".key",
                        window.key(),
                        "source, as history is " + config.history()));
    }
}
