package dev.undercurrent.operations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what is wrong with dashboards without running their expressions. */
final class DashboardLint {
    private static final int COLUMNS = 24;
    private static final String DATASOURCE = "${datasource}";
    private static final Set<String> WINDOWS = Set.of("$__rate_interval", "$__range", "5m", "1h");
    private static final List<String> VARIABLES = List.of("datasource", "topology", "instance");

    private final Set<String> metrics;
    private final List<String> problems = new ArrayList<>();

    private DashboardLint(Set<String> metrics) {
        this.metrics = metrics;
    }

    /** One line a problem. */
    static List<String> problems(List<Dashboard> dashboards, Set<String> metrics) {
        DashboardLint lint = new DashboardLint(metrics);
        Set<String> uids = new HashSet<>();
        for (Dashboard dashboard : dashboards) {
            if (!uids.add(dashboard.uid()) || !dashboard.uid().equals("undercurrent-" + dashboard.name())) {
                lint.add(dashboard, "uid " + dashboard.uid() + " (expected: undercurrent-" + dashboard.name() + ")");
            }
            lint.variables(dashboard);
            lint.links(dashboard, dashboards);
            lint.places(dashboard);
            dashboard.charts().forEach(chart -> lint.chart(dashboard, chart));
            dashboard
                    .annotations()
                    .forEach(one ->
                            lint.expression(dashboard, one, one.path("expr").asText()));
        }
        return lint.problems;
    }

    private void variables(Dashboard dashboard) {
        List<String> names = dashboard.json().at("/templating/list").findValuesAsText("name");
        if (!names.equals(VARIABLES)) {
            add(dashboard, "variables " + names + " (expected: " + VARIABLES + ")");
        }
        for (JsonNode source : dashboard.json().findValues("datasource")) {
            if (!source.path("uid").asText().equals(DATASOURCE)) {
                add(dashboard, "data source " + source + " (expected: uid " + DATASOURCE + ")");
            }
        }
    }

    private void links(Dashboard dashboard, List<Dashboard> all) {
        String links = dashboard.json().path("links").findValuesAsText("url").toString();
        for (Dashboard other : all) {
            if (!other.name().equals(dashboard.name()) && !links.contains("/d/" + other.uid())) {
                add(dashboard, "no link to " + other.uid());
            }
        }
    }

    private void places(Dashboard dashboard) {
        Set<Integer> ids = new HashSet<>();
        Set<Integer> taken = new HashSet<>();
        for (JsonNode panel : dashboard.panels()) {
            if (!ids.add(panel.path("id").asInt())) {
                add(dashboard, title(panel) + "id " + panel.path("id") + " is taken");
            }
            JsonNode place = panel.path("gridPos");
            int right = place.path("x").asInt() + place.path("w").asInt();
            if (place.path("w").asInt() < 1 || right > COLUMNS) {
                add(dashboard, title(panel) + "place " + place + " (expected: within " + COLUMNS + " columns)");
            }
            boolean free = true;
            for (int y = place.path("y").asInt();
                    y < place.path("y").asInt() + place.path("h").asInt();
                    y++) {
                for (int x = place.path("x").asInt(); x < right; x++) {
                    free &= taken.add(y * COLUMNS + x);
                }
            }
            if (!free) {
                add(dashboard, title(panel) + "place " + place + " overlaps another panel's");
            }
        }
    }

    private void chart(Dashboard dashboard, JsonNode chart) {
        if (chart.path("title").asText().isBlank()
                || chart.path("description").asText().isBlank()) {
            add(dashboard, title(chart) + "no title or description");
        }
        if (chart.at("/fieldConfig/defaults/unit").asText().isBlank()) {
            add(dashboard, title(chart) + "no unit");
        }
        List<String> expressions = Dashboard.expressions(chart);
        if (expressions.isEmpty()) {
            add(dashboard, title(chart) + "no expression");
        }
        for (String expression : expressions) {
            expression(dashboard, chart, expression);
            Set<String> asked = Promql.metrics(expression);
            if (!asked.isEmpty() && !asked.contains("ALERTS") && !expression.contains("instance=~\"$instance\"")) {
                add(dashboard, title(chart) + "expression without $instance: " + expression);
            }
        }
    }

    private void expression(Dashboard dashboard, JsonNode where, String expression) {
        for (String metric : Promql.metrics(expression)) {
            if (!metrics.contains(metric)) {
                add(dashboard, title(where) + "unknown metric " + metric);
            }
            if (!metric.equals("ALERTS") && !expression.contains(metric + "{topology=~\"$topology\"")) {
                add(dashboard, title(where) + "not by $topology: " + metric);
            }
        }
        for (String window : Promql.windows(expression)) {
            if (!WINDOWS.contains(window)) {
                add(dashboard, title(where) + "window " + window + " (expected: $__rate_interval)");
            }
        }
    }

    private static String title(JsonNode panel) {
        return panel.path("title").asText(panel.path("name").asText()) + ": ";
    }

    private void add(Dashboard dashboard, String problem) {
        problems.add(dashboard.name() + ": " + problem);
    }
}
