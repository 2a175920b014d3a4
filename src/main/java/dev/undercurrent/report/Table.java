package dev.undercurrent.report;

import java.util.List;

/** An HTML table with a caption, column heads and row heads. Every cell is escaped. Not thread-safe. */
final class Table {
    private final StringBuilder html = new StringBuilder();
    private final List<Column> columns;
    private boolean empty = true;

    Table(String caption, List<Column> columns) {
        this.columns = columns;
        String name = Html.escape(caption);
        html.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
                .append(name);
        html.append("\"><table><caption>").append(name).append("</caption><thead><tr>");
        for (Column column : columns) {
            html.append("<th scope=\"col\"").append(column.style()).append('>');
            html.append(Html.escape(column.title)).append("</th>");
        }
        html.append("</tr></thead><tbody>\n");
    }

    static Column text(String title) {
        return new Column(title, "");
    }

    static Column number(String title) {
        return new Column(title, " class=\"n\"");
    }

    /** A column of sentences, which gets more room. */
    static Column sentences(String title) {
        return new Column(title, " class=\"r\"");
    }

    /** Adds a row, one cell a column; the first is the row's head. */
    Table row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("cells: " + cells.length + " (expected: " + columns.size() + ")");
        }
        empty = false;
        html.append("<tr>");
        for (int i = 0; i < cells.length; i++) {
            String tag = i == 0 ? "th" : "td";
            html.append('<').append(tag).append(i == 0 ? " scope=\"row\"" : "");
            html.append(columns.get(i).style()).append('>');
            html.append(Html.escape(cells[i])).append("</").append(tag).append('>');
        }
        html.append("</tr>\n");
        return this;
    }

    String render() {
        if (empty) {
            html.append("<tr><td colspan=\"").append(columns.size()).append("\">none</td></tr>\n");
            empty = false;
        }
        return html + "</tbody></table></div>\n";
    }

    /** A column's head and the attribute that styles its cells. */
    record Column(String title, String style) {}
}
