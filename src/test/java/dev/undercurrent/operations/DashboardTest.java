package dev.undercurrent.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DashboardTest {
    private final List<Dashboard> dashboards = Dashboard.shipped();

    @Test
    void thereIsOneForTheFleetDetectionTheModelAndTheRuntime() {
        assertThat(dashboards).extracting(Dashboard::name).containsExactly("detection", "model", "overview", "runtime");
    }

    @Test
    void nothingIsWrongWithThem() {
        assertThat(DashboardLint.problems(dashboards, KnownMetrics.all())).isEmpty();
    }

    @Test
    void everyOneMarksModelSwapsAndAlerts() {
        assertThat(dashboards)
                .allSatisfy(dashboard -> assertThat(dashboard.annotations())
                        .extracting(annotation -> annotation.path("name").asText())
                        .contains("Model swaps", "Alerts"));
    }

    @Test
    void whatStandsInMetricsIsAskedForByADashboardOrARule() {
        Set<String> asked = new TreeSet<>();
        for (Dashboard dashboard : dashboards) {
            dashboard.json().findValuesAsText("expr").forEach(expression -> asked.addAll(Promql.metrics(expression)));
        }
        Rules.read().findValuesAsText("expr").forEach(expression -> asked.addAll(Promql.metrics(expression)));
        assertThat(asked).containsAll(KnownMetrics.exposed());
    }

    @Test
    void whatIsWrongIsFound() {
        assertThat(broken(json -> json.put("uid", "mine")))
                .containsExactly(
                        "detection: uid mine (expected: undercurrent-detection)",
                        "model: no link to mine",
                        "overview: no link to mine",
                        "runtime: no link to mine");
        assertThat(broken(json -> ((ObjectNode) json.at("/panels/0/datasource")).put("uid", "P1")))
                .containsExactly(
                        "detection: data source {\"type\":\"prometheus\",\"uid\":\"P1\"} (expected: uid ${datasource})");
        assertThat(broken(json -> ((ArrayNode) json.at("/templating/list")).remove(2)))
                .containsExactly(
                        "detection: variables [datasource, topology] (expected: [datasource, topology, instance])");
        assertThat(broken(json -> ((ArrayNode) json.path("links")).remove(0)))
                .containsExactly("detection: no link to undercurrent-overview");
        assertThat(broken(json -> panel(json).put("id", 2))).containsExactly("detection: Units flagged: id 2 is taken");
        assertThat(broken(json -> ((ObjectNode) panel(json).path("gridPos")).put("w", 4)))
                .containsExactly(
                        "detection: Units flagged: place {\"x\":3,\"y\":0,\"w\":3,\"h\":4} overlaps another panel's");
        assertThat(broken(json -> panel(json).remove("description")))
                .containsExactly("detection: Units scored: no title or description");
        assertThat(broken(json -> ((ObjectNode) json.at("/panels/0/fieldConfig/defaults")).remove("unit")))
                .containsExactly("detection: Units scored: no unit");
        assertThat(broken(json -> ((ArrayNode) panel(json).path("targets")).removeAll()))
                .containsExactly("detection: Units scored: no expression");
        assertThat(withExpression("sum(undercurrent_typo{topology=~\"$topology\",instance=~\"$instance\"})"))
                .containsExactly("detection: Units scored: unknown metric undercurrent_typo");
        assertThat(
                        withExpression(
                                "sum(rate(undercurrent_batch_size_sum{topology=~\"$topology\",instance=~\"$instance\"}[$__interval]))"))
                .containsExactly("detection: Units scored: window $__interval (expected: $__rate_interval)");
        assertThat(withExpression("sum(undercurrent_ready{topology=~\"$topology\"})"))
                .containsExactly(
                        "detection: Units scored: expression without $instance: sum(undercurrent_ready{topology=~\"$topology\"})");
        assertThat(withExpression("sum(undercurrent_ready{instance=~\"$instance\"})"))
                .containsExactly("detection: Units scored: not by $topology: undercurrent_ready");
    }

    private List<String> withExpression(String expression) {
        return broken(json -> ((ObjectNode) json.at("/panels/0/targets/0")).put("expr", expression));
    }

    private List<String> broken(Consumer<ObjectNode> change) {
        List<Dashboard> copies = dashboards.stream().map(Dashboard::copy).toList();
        change.accept(copies.get(0).json());
        return DashboardLint.problems(copies, KnownMetrics.all());
    }

    private static ObjectNode panel(ObjectNode json) {
        return (ObjectNode) json.at("/panels/0");
    }
}
