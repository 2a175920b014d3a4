package dev.undercurrent.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes options that are not given from the environment: {@code --data} from {@code UNDERCURRENT_DATA}, and one whose
 * name a property of the topology file has too from a variable that begins with the command, {@code --model} of
 * {@code backtest} from {@code UNDERCURRENT_BACKTEST_MODEL}. Immutable.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
    private static final Set<String> NEVER = Set.of("--help", "--version");

    private static final Set<String> OF_THE_TOPOLOGY = Set.of("--unit", "--history", "--model");

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || NEVER.contains(option.longestName())) {
            return null;
        }
        return environment.get(variable(option));
    }

    static String variable(OptionSpec option) {
        String name = option.longestName().replaceFirst("^--?", "");
        String whole = OF_THE_TOPOLOGY.contains(option.longestName())
                ? option.command().name() + "-" + name
                : name;
        return "UNDERCURRENT_" + whole.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
