package dev.undercurrent.config;

import java.util.List;

/** A configuration that cannot be used; says every problem at once, one line each. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** @param problems lines of the form {@code path: value (expected: what)}, at least one */
    public ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** The lines, in the order in which they were found. */
    public List<String> problems() {
        return problems;
    }
}
