package dev.undercurrent.report;

import java.util.List;
import java.util.Locale;

/** A chart as SVG text, coloured by classes of the page's style sheet. Not thread-safe. */
final class Chart {
    private static final int LEFT = 52;
    private static final int RIGHT = 14;
    private static final int TOP = 26;
    private static final int BOTTOM = 40;

    private final int width;
    private final int height;
    private final Axis x;
    private final Axis y;
    private final StringBuilder svg = new StringBuilder();

    /** @param name what a screen reader says in place of the picture */
    Chart(String name, int width, int height, Axis x, Axis y) {
        this.width = width;
        this.height = height;
        this.x = x;
        this.y = y;
        svg.append("<svg role=\"img\" viewBox=\"0 0 ").append(width).append(' ').append(height);
        svg.append("\" aria-label=\"").append(Html.escape(name)).append("\">");
        grid();
    }

    private void grid() {
        int across = Math.max(2, (width - LEFT - RIGHT) / 78);
        for (double tick : x.ticks(across)) {
            double at = px(tick);
            line("grid", at, TOP, at, height - BOTTOM);
            text("tick", at, height - BOTTOM + 16, "middle", x.label(tick, across));
        }
        for (double tick : y.ticks(5)) {
            double at = py(tick);
            line("grid", LEFT, at, width - RIGHT, at);
            text("tick", LEFT - 6, at + 4, "end", y.label(tick, 5));
        }
        text("axis", (LEFT + width - RIGHT) / 2.0, height - 6, "middle", x.title());
        text("axis", 10, TOP - 10, "start", y.title());
    }

    /** A line through {@code {x, y}} pairs; a pair with NaN breaks it. */
    Chart path(String style, List<double[]> points) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (double[] point : points) {
            boolean drawn = Double.isFinite(point[0]) && Double.isFinite(point[1]);
            if (drawn) {
                path.append(pen ? 'L' : 'M')
                        .append(round(px(point[0])))
                        .append(' ')
                        .append(round(py(point[1])));
            }
            pen = drawn;
        }
        svg.append("<path class=\"")
                .append(style)
                .append("\" d=\"")
                .append(path)
                .append("\"/>");
        return this;
    }

    /** A dot that says {@code title} when pointed at. */
    Chart dot(String style, double atX, double atY, String title) {
        if (Double.isFinite(atX) && Double.isFinite(atY)) {
            svg.append("<circle class=\"")
                    .append(style)
                    .append("\" r=\"3.5\" cx=\"")
                    .append(round(px(atX)));
            svg.append("\" cy=\"").append(round(py(atY))).append("\"><title>").append(Html.escape(title));
            svg.append("</title></circle>");
        }
        return this;
    }

    /** A bar from {@code from} to {@code to} at the foot of the plot, {@code lane} lanes above it. */
    Chart mark(String style, double from, double to, int lane) {
        double left = px(from);
        svg.append("<rect class=\"")
                .append(style)
                .append("\" x=\"")
                .append(round(left))
                .append("\" y=\"");
        svg.append(height - BOTTOM - 8 - 9 * lane).append("\" height=\"7\" width=\"");
        svg.append(round(Math.max(1.5, px(to) - left))).append("\"/>");
        return this;
    }

    /** A line from foot to top, with what it stands for; nothing where it lies outside. */
    Chart upright(String style, double at, String title) {
        if (at >= x.min() && at <= x.max()) {
            line(style, px(at), TOP, px(at), height - BOTTOM);
            text("tick", px(at) + 4, TOP - 10, "start", title);
        }
        return this;
    }

    String render() {
        return svg + "</svg>\n";
    }

    private void line(String style, double x1, double y1, double x2, double y2) {
        svg.append("<line class=\"")
                .append(style)
                .append("\" x1=\"")
                .append(round(x1))
                .append("\" y1=\"");
        svg.append(round(y1))
                .append("\" x2=\"")
                .append(round(x2))
                .append("\" y2=\"")
                .append(round(y2))
                .append("\"/>");
    }

    private void text(String style, double atX, double atY, String anchor, String text) {
        svg.append("<text class=\"")
                .append(style)
                .append("\" x=\"")
                .append(round(atX))
                .append("\" y=\"");
        svg.append(round(atY)).append("\" text-anchor=\"").append(anchor).append("\">");
        svg.append(Html.escape(text)).append("</text>");
    }

    private double px(double value) {
        return LEFT + x.place(value) * (width - LEFT - RIGHT);
    }

    private double py(double value) {
        return height - BOTTOM - y.place(value) * (height - TOP - BOTTOM);
    }

    private static String round(double length) {
        return String.format(Locale.ROOT, "%.1f", length);
    }
}
