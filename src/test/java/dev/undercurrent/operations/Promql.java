package dev.undercurrent.operations;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in PromQL expressions, as far as dashboards and rules use the language. */
final class Promql {
    private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern LABELS = Pattern.compile("\\{[^}]*}|\\[[^]]*]");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("(?<![\\w:.$])([a-zA-Z_:][\\w:]*)(?![\\w:])(?!\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool");
    private static final Pattern WINDOW = Pattern.compile("\\[([^]]+)]");

    private Promql() {}

    /** The metrics an expression asks for. */
    static Set<String> metrics(String expression) {
        String bare = STRING.matcher(expression).replaceAll("");
        bare = LABELS.matcher(bare).replaceAll("");
        bare = GROUPING.matcher(bare).replaceAll(" ");
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(bare);
        while (name.find()) {
            if (!WORDS.contains(name.group(1))) {
                names.add(name.group(1));
            }
        }
        return names;
    }

    /** The windows of its range selectors, as written. */
    static Set<String> windows(String expression) {
        Set<String> windows = new TreeSet<>();
        Matcher window = WINDOW.matcher(STRING.matcher(expression).replaceAll(""));
        while (window.find()) {
            windows.add(window.group(1));
        }
        return windows;
    }
}
