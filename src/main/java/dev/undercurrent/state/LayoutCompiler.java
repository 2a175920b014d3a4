package dev.undercurrent.state;

import dev.undercurrent.config.Spelling;
import dev.undercurrent.features.FeatureConfig;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.source.SourceConfig;
import dev.undercurrent.topology.AggregateCall;
import dev.undercurrent.topology.TopologyConfig;
import dev.undercurrent.topology.TopologyConfig.Unit;
import dev.undercurrent.window.WindowConfig;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Says how the rows of a topology lie. What may change on kept rows is left out: of features the transform and the
 * likelihood, which are a model's; whether one conditions the model, as its slot stays; and a cycle's period, as rows
 * hold their time and not its phase. Not thread-safe: lives within one call.
 */
final class LayoutCompiler {
    /** Of the bytes the code writes whatever a topology declares; to be raised whenever a row is written otherwise. */
    private static final int ROW_FORMAT = 2;

    private final TopologyConfig config;
    private final Map<String, String> parts = new LinkedHashMap<>();
    private final Set<String> arguments = new LinkedHashSet<>();

    LayoutCompiler(TopologyConfig config) {
        this.config = config;
    }

    StateLayout compile() {
        SourceConfig source = config.source();
        parts.put("rows", "format " + ROW_FORMAT);
        parts.put("unit", Spelling.of(config.unit()));
        parts.put("history", String.valueOf(config.history()));
        parts.put("source.key", source.key());
        parts.put("source.keyed", String.valueOf(source.keyed()));
        Map<String, String> windows = new LinkedHashMap<>();
        config.windows().forEach((name, window) -> windows.put(StateLayout.WINDOWS + name, text(window)));
        features();
        parts.putAll(windows);
        return new StateLayout(parts);
    }

    /** Those with a slot in their order, then those that only aggregates read, whose order means nothing. */
    private void features() {
        Map<String, String> read = new TreeMap<>();
        config.features().forEach((name, feature) -> {
            if (hasSlot(feature)) {
                parts.put(StateLayout.FEATURES + name, text(name, feature));
            } else if (arguments.contains(name)) {
                read.put(StateLayout.FEATURES + name, text(name, feature) + ", for aggregates only");
            }
        });
        parts.putAll(read);
    }

    private boolean hasSlot(FeatureConfig feature) {
        return feature.score() && (config.unit() == Unit.EVENT || feature.type() == FeatureType.CYCLE);
    }

    private static String text(String name, FeatureConfig feature) {
        String type = Spelling.of(feature.type());
        String field = feature.at().equals("auto") ? "/" + name : feature.at();
        return feature.type() == FeatureType.CYCLE ? type : type + " at " + field;
    }

    private String text(WindowConfig window) {
        StringJoiner text = new StringJoiner(", ");
        text.add(Spelling.of(window.kind()) + " by " + key(window) + lengths(window));
        for (String add : window.add()) {
            AggregateCall call = AggregateCall.parse(add);
            String argument = call == null ? "" : call.argument();
            arguments.add(argument);
            text.add(
                    call == null ? add : argument.isEmpty() ? call.function() : call.function() + "(" + argument + ")");
        }
        return text.toString();
    }

    /** A group whose key is the source's runs where the events are, however its file spells the key. */
    private String key(WindowConfig window) {
        return window.key().equals(config.source().key()) ? WindowConfig.SOURCE : window.key();
    }

    private static String lengths(WindowConfig window) {
        StringBuilder text = new StringBuilder();
        if (!window.over().isEmpty()) {
            text.append(" over ")
                    .append(window.over().stream().map(Spelling::of).toList());
        }
        if (!window.every().isZero()) {
            text.append(" every ").append(Spelling.of(window.every()));
        }
        return window.gap().isZero() ? text.toString() : text + " with gap " + Spelling.of(window.gap());
    }
}
