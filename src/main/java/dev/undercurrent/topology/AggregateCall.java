package dev.undercurrent.topology;

import dev.undercurrent.config.Spelling;
import dev.undercurrent.window.WindowConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate as a topology file names it, such as {@code mean(amount)}. Immutable.
 *
 * @param function such as {@code mean}
 * @param argument a feature's name, else a field; empty for none
 */
public record AggregateCall(String function, String argument) {
    private static final Pattern CALL = Pattern.compile("([a-z]+)(?:\\(\\s*([^()\\s]+)\\s*\\))?");
    private static final Set<String> WITHOUT = Set.of("count", "gap", "confirmed");
    private static final Set<String> OF_NUMBERS =
            Set.of("sum", "mean", "std", "min", "max", "last", "delta", "ratio", "rate");
    private static final Set<String> ONCE = Set.of("gap", "last", "delta");

    static final String FORMS = "count, gap, confirmed, rate, or one of sum, mean, std, min, max, last, delta, rate,"
            + " distinct, ratio with a field such as mean(amount)";

    /** The call, or null if it is none of {@link #FORMS}. */
    public static @Nullable AggregateCall parse(String text) {
        Matcher matcher = CALL.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String function = matcher.group(1);
        String argument = matcher.group(2) == null ? "" : matcher.group(2);
        boolean known = argument.isEmpty()
                ? WITHOUT.contains(function) || function.equals("rate")
                : OF_NUMBERS.contains(function) || function.equals("distinct");
        return known ? new AggregateCall(function, argument) : null;
    }

    /** Whether its argument has to be a number. */
    boolean needsNumber() {
        return !argument.isEmpty() && OF_NUMBERS.contains(function);
    }

    /** The names of the features it gives: {@code window.function[.argument][.over]}. */
    public List<String> names(String window, WindowConfig config) {
        String stem = window + "." + function + (argument.isEmpty() ? "" : "." + argument);
        if (config.over().isEmpty() || ONCE.contains(function)) {
            return List.of(stem);
        }
        return config.over().stream()
                .map((Duration over) -> stem + "." + Spelling.of(over))
                .toList();
    }
}
