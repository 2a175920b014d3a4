package dev.undercurrent.cli;

import dev.undercurrent.baseline.Baseline;
import dev.undercurrent.config.ConfigException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Lets {@code --baselines} stand without names: what follows it is taken for names only if it starts with one, so that
 * a topology after it stays the topology.
 */
final class BaselineNames implements IParameterPreprocessor {
    static final String ALL = "all";

    @Override
    public boolean preprocess(Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        if (args.isEmpty() || !isName(args.peek().split(",", 2)[0])) {
            args.push(ALL);
        }
        return false; // picocli goes on as usual
    }

    private static boolean isName(String text) {
        return text.equals(ALL)
                || Arrays.stream(Baseline.values()).anyMatch(known -> known.id().equals(text));
    }

    /**
     * The detectors of a list of names.
     *
     * @throws ConfigException if there is none of a name
     */
    static List<Baseline> parse(List<String> names) {
        try {
            return names.equals(List.of(ALL))
                    ? List.of(Baseline.values())
                    : names.stream().map(Baseline::of).toList();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(List.of(String.valueOf(e.getMessage())));
        }
    }
}
