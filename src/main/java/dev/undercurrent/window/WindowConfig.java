package dev.undercurrent.window;

import dev.undercurrent.config.Problems;
import java.time.Duration;
import java.util.List;

/**
 * One group of windows over the events of one key. Immutable.
 *
 * @param key JSON pointer of the key, or {@code source} for the source's key
 * @param kind trailing windows belong to unit {@code event}, the others to unit {@code window}
 * @param over lengths: of each trailing window, or the one length of a tumbling or hopping window; empty for sessions
 * @param every hop of a hopping window; zero for the others
 * @param gap quiet time that ends a session; zero for the others
 * @param add aggregates, such as {@code count} or {@code mean(amount)}
 */
public record WindowConfig(String key, Kind kind, List<Duration> over, Duration every, Duration gap, List<String> add) {
    /** The value of {@link #key()} that means the source's own key. */
    public static final String SOURCE = "source";

    /** How a window is cut. */
    public enum Kind {
        TRAILING,
        TUMBLING,
        HOPPING,
        SESSION
    }

    public WindowConfig {
        over = List.copyOf(over);
        add = List.copyOf(add);
        boolean session = kind == Kind.SESSION;
        boolean hopping = kind == Kind.HOPPING;
        new Problems("")
                .check(
                        key.equals(SOURCE) || (key.length() > 1 && key.charAt(0) == '/'),
                        "key",
                        key,
                        "a JSON pointer such as /terminal, or source")
                .check(
                        session ? over.isEmpty() : kind == Kind.TRAILING ? !over.isEmpty() : over.size() == 1,
                        "over",
                        over,
                        session ? "none for a session" : kind == Kind.TRAILING ? "one length or more" : "one length")
                .check(
                        over.stream().allMatch(length -> length.toMillis() > 0)
                                && over.stream().distinct().count() == over.size(),
                        "over",
                        over,
                        "distinct lengths of at least a millisecond")
                .check(
                        hopping
                                ? every.toMillis() > 0 && over.size() == 1 && every.compareTo(over.get(0)) <= 0
                                : every.isZero(),
                        "every",
                        every,
                        hopping ? "PT0.001S..over" : "only with kind hopping")
                .check(
                        session ? gap.toMillis() > 0 : gap.isZero(),
                        "gap",
                        gap,
                        session ? "at least a millisecond" : "only with kind session")
                .check(!add.isEmpty(), "add", add, "one aggregate or more")
                .throwIfAny();
    }
}
