package dev.undercurrent.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Takes options that are not given from the environment: {@code --data} from {@code UNDERCURRENT_DATA}. Immutable. */
final class EnvironmentDefaults implements IDefaultValueProvider {
    private static final Set<String> NEVER = Set.of("--help", "--version");

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || NEVER.contains(option.longestName())) {
            return null;
        }
        String name = option.longestName().replaceFirst("^--?", "").replace('-', '_');
        return environment.get("UNDERCURRENT_" + name.toUpperCase(Locale.ROOT));
    }
}
