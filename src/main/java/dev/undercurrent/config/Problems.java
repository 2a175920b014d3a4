package dev.undercurrent.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with one section of a configuration, so that all of it is said at once. Not thread-safe: lives
 * within one constructor.
 */
public final class Problems {
    private final String section;
    private final List<String> lines = new ArrayList<>();

    /** @param section the path of the section, or empty where the caller adds it */
    public Problems(String section) {
        this.section = section;
    }

    /** Adds {@code path: value (expected: what)} unless {@code valid}. */
    public Problems check(boolean valid, String property, Object value, String expected) {
        if (!valid) {
            lines.add(line(path(section, property), value, expected));
        }
        return this;
    }

    /** Adds a line that is complete already. */
    public Problems add(String line) {
        lines.add(line);
        return this;
    }

    /** The lines so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** @throws ConfigException if any check failed */
    public void throwIfAny() {
        if (!lines.isEmpty()) {
            throw new ConfigException(lines);
        }
    }

    /** The first line of a failure's message; without one, the kind of failure. */
    public static String firstLine(Throwable failure) {
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return text.lines().findFirst().orElse("");
    }

    /** One problem as one line. */
    public static String line(String path, Object value, String expected) {
        return path + ": " + spelled(value) + " (expected: " + expected + ")";
    }

    /** A value as files spell it: {@code student-t}, {@code P7D}. */
    private static Object spelled(Object value) {
        if (value instanceof Enum<?> constant) {
            return Spelling.of(constant);
        }
        if (value instanceof Duration duration) {
            return Spelling.of(duration);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Problems::spelled).toList();
        }
        return value;
    }

    /** {@code parent.child}, or whichever of the two is not empty. */
    public static String path(String parent, String child) {
        return parent.isEmpty() ? child : child.isEmpty() ? parent : parent + "." + child;
    }
}
