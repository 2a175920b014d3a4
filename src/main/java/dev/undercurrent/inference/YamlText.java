package dev.undercurrent.inference;

import com.fasterxml.jackson.databind.node.TextNode;

/** Collects the lines of a YAML file whose comments line up with what they explain. Not thread-safe. */
final class YamlText {
    private final StringBuilder text = new StringBuilder();

    YamlText line(String line) {
        text.append(line).append('\n');
        return this;
    }

    /** A line with its reason; no reason, no comment. */
    YamlText line(String line, String why) {
        return line(why.isEmpty() ? line : line + " # " + oneLine(why));
    }

    /** A line that only says something. */
    YamlText remark(String indent, String remark) {
        return line(indent + "# " + oneLine(remark));
    }

    /** A scalar, quoted where it might be taken for something else. */
    static String scalar(String value) {
        boolean plain = value.matches("/?[A-Za-z_][A-Za-z0-9_./-]*");
        return plain ? value : TextNode.valueOf(value).toString(); // YAML's double quotes are JSON's
    }

    private static String oneLine(String value) {
        return value.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029\\uFEFF\\p{Cs}]", " ");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
