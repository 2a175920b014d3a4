package dev.undercurrent.window;

import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.Problems;
import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureConfig;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.source.EventFields;
import dev.undercurrent.source.EventFields.Kind;
import dev.undercurrent.source.SourceConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Compiles a topology's declaration into a {@link VectorPlan}. Not thread-safe: lives within one call. */
final class VectorCompiler {
    private final SourceConfig source;
    private final Map<String, FeatureConfig> features;
    private final Map<String, WindowConfig> windows;
    private final boolean closed;
    private final EventFields.Builder fields = new EventFields.Builder();
    private final Map<String, Feature> slots = new LinkedHashMap<>();
    private final List<Integer> fieldOfSlot = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    VectorCompiler(SourceConfig source, Map<String, FeatureConfig> features, Map<String, WindowConfig> windows) {
        this.source = source;
        this.features = features;
        this.windows = windows;
        this.closed = windows.values().stream().anyMatch(window -> window.kind() != WindowConfig.Kind.TRAILING);
    }

    VectorPlan compile() {
        if (closed && windows.size() > 1) {
            problems.add(Problems.line(
                    "windows", String.join(", ", windows.keySet()), "all trailing, or a single closed one"));
        }
        features.forEach(this::declare);
        List<WindowGroup> groups = new ArrayList<>();
        windows.forEach((name, window) -> groups.add(group(name, window)));
        groups.sort(Comparator.comparing(group -> !group.isKeyedBySource()));
        if (slots.values().stream().allMatch(Feature::condition)) {
            problems.add(Problems.line("features", "none that is scored", "a scored feature or an aggregate"));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        int[] ofSlot = fieldOfSlot.stream().mapToInt(Integer::intValue).toArray();
        FeatureSchema schema = new FeatureSchema(List.copyOf(slots.values()));
        return new VectorPlan(fields.build(), schema, ofSlot, groups, closed);
    }

    private void declare(String name, FeatureConfig feature) {
        boolean cycle = feature.type() == FeatureType.CYCLE;
        if (!feature.score() || (closed && !cycle)) {
            return;
        }
        int field = cycle ? -1 : fields.add(pointer(name, feature), kind(feature.type()));
        Feature slot = new Feature(
                name,
                feature.type(),
                feature.transform(),
                feature.conditions(),
                feature.likelihood(),
                feature.period());
        addSlot("features." + name, slot, field);
    }

    private int addSlot(String path, Feature slot, int field) {
        if (slots.putIfAbsent(slot.name(), slot) != null) {
            problems.add(Problems.line(path, slot.name(), "a name that occurs once"));
            return -1;
        }
        fieldOfSlot.add(field);
        return slots.size() - 1;
    }

    private WindowGroup group(String name, WindowConfig window) {
        boolean bySource =
                window.key().equals(WindowConfig.SOURCE) || window.key().equals(source.key());
        int keyField = bySource ? -1 : fields.add(window.key(), Kind.TEXT);
        List<WindowGroup.Argument> arguments = new ArrayList<>();
        List<Aggregate> aggregates = new ArrayList<>();
        for (String text : window.add()) {
            add(name, window, text, arguments, aggregates);
        }
        return new WindowGroup(name, window, keyField, source.grace(), arguments, aggregates);
    }

    private void add(
            String name,
            WindowConfig window,
            String text,
            List<WindowGroup.Argument> arguments,
            List<Aggregate> aggregates) {
        String path = "windows." + name + ".add";
        int open = text.indexOf('(');
        String word = (open < 0 ? text : text.substring(0, open)).strip();
        String argument = open < 0
                ? ""
                : text.substring(open + 1, Math.max(open + 1, text.length() - 1))
                        .strip();
        boolean shaped = open < 0 || (text.endsWith(")") && !argument.isEmpty());
        AggregateFunction function = null;
        for (AggregateFunction known : AggregateFunction.values()) {
            function = known.name().toLowerCase(Locale.ROOT).equals(word) ? known : function;
        }
        if (function == null || !shaped) {
            problems.add(Problems.line(
                    path,
                    text,
                    "count, sum(x), mean(x), std(x), min(x), max(x), last(x), "
                            + "delta(x), rate, rate(x), distinct(x), gap, ratio(x) or confirmed"));
            return;
        }
        if (!argumentFits(path, text, function, argument)) {
            return;
        }
        if (function == AggregateFunction.CONFIRMED && window.kind() != WindowConfig.Kind.TRAILING) {
            problems.add(Problems.line(path, text, "only in trailing windows, whose units have verdicts"));
            return;
        }
        int index = argument.isEmpty() ? -1 : argument(function, argument, arguments);
        addAggregates(path, name + "." + word + (argument.isEmpty() ? "" : "." + argument), window, function, index)
                .forEach(aggregates::add);
    }

    private boolean argumentFits(String path, String text, AggregateFunction function, String argument) {
        boolean none = function.argument() == AggregateFunction.Argument.NONE;
        boolean optional = function.argument() == AggregateFunction.Argument.OPTIONAL;
        if (!optional && none != argument.isEmpty()) {
            problems.add(Problems.line(path, text, none ? "no argument" : "a feature or field in parentheses"));
            return false;
        }
        FeatureConfig declared = features.get(argument);
        boolean needsNumber = function.argument() != AggregateFunction.Argument.ANY;
        if (declared != null
                && (declared.type() == FeatureType.CYCLE || (declared.type() == FeatureType.CATEGORY && needsNumber))) {
            problems.add(Problems.line(path, text, needsNumber ? "a number as argument" : "no cycle as argument"));
            return false;
        }
        return true;
    }

    private int argument(AggregateFunction function, String name, List<WindowGroup.Argument> arguments) {
        FeatureConfig declared = features.get(name);
        Kind kind = declared != null
                ? kind(declared.type())
                : function == AggregateFunction.DISTINCT ? Kind.TEXT : Kind.NUMBER;
        String pointer = declared != null ? pointer(name, declared) : name.charAt(0) == '/' ? name : "/" + name;
        WindowGroup.Argument argument = new WindowGroup.Argument(fields.add(pointer, kind), kind == Kind.TEXT);
        if (!arguments.contains(argument)) {
            arguments.add(argument);
        }
        return arguments.indexOf(argument);
    }

    private List<Aggregate> addAggregates(
            String path, String name, WindowConfig window, AggregateFunction function, int argument) {
        List<Aggregate> added = new ArrayList<>();
        if (!function.isPerLength() || window.over().isEmpty()) {
            int slot = addSlot(path, Feature.aggregate(name, function.type()), -1);
            added.add(new Aggregate(function, argument, 0, slot));
            return added;
        }
        List<Duration> ascending = window.over().stream().sorted().toList();
        for (Duration length : window.over()) {
            int slot = addSlot(path, Feature.aggregate(name + "." + VectorPlan.canonical(length), function.type()), -1);
            added.add(new Aggregate(function, argument, ascending.indexOf(length), slot));
        }
        return added;
    }

    private static String pointer(String name, FeatureConfig feature) {
        return feature.at().equals("auto") ? "/" + name : feature.at();
    }

    private static Kind kind(FeatureType type) {
        return switch (type) {
            case COUNT -> Kind.COUNT;
            case FLAG -> Kind.FLAG;
            case CATEGORY -> Kind.TEXT;
            case NUMBER, SHARE, CYCLE -> Kind.NUMBER;
        };
    }
}
