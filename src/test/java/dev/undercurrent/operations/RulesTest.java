package dev.undercurrent.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercurrent.operations.Rules.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RulesTest {
    private final List<ObjectNode> alerts = Rules.alerts(Rules.read());

    @Test
    void everyAlertSaysWhatHappensHowBadItIsAndWhatToDo() {
        assertThat(alerts).isNotEmpty().allSatisfy(alert -> {
            JsonNode annotations = alert.path("annotations");
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
            assertThat(annotations.path("summary").asText()).isNotBlank();
            assertThat(annotations.path("description").asText()).contains("{{ $value");
            assertThat(annotations.path("runbook").asText())
                    .isEqualTo("README.md#" + name(alert).toLowerCase(Locale.ROOT));
        });
    }

    @Test
    void theReadmeHasOneSectionForEveryAlertAndNoneForOthers() throws IOException {
        List<String> sections = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("### Undercurrent"))
                .map(line -> line.substring("### ".length()))
                .toList();
        assertThat(sections).containsExactlyElementsOf(names());
    }

    @Test
    void everyAlertHasACaseInWhichItFiresAndOneInWhichItIsQuiet() {
        List<Case> cases = Rules.cases();
        assertThat(alerted(cases, true)).containsExactlyInAnyOrderElementsOf(names());
        assertThat(alerted(cases, false)).containsExactlyInAnyOrderElementsOf(names());
    }

    @Test
    void rulesAskOnlyForMetricsThatThereAre() {
        assertThat(Rules.read().findValuesAsText("expr"))
                .allSatisfy(expression -> assertThat(KnownMetrics.all()).containsAll(Promql.metrics(expression)));
    }

    @Test
    void everyRecordingRuleIsNamedByItsLevelAndUsed() {
        List<ObjectNode> records = Rules.records(Rules.read());
        String expressions = Rules.read().findValuesAsText("expr").toString();
        assertThat(records)
                .isNotEmpty()
                .allSatisfy(record -> assertThat(record.path("record").asText())
                        .matches("topology:undercurrent_[a-z_]+:[a-z0-9_]+")
                        .satisfiesAnyOf(
                                name -> assertThat(expressions).contains(name),
                                name -> assertThat(name).isEqualTo("topology:undercurrent_events_scored:rate5m"),
                                name -> assertThat(name).isEqualTo("topology:undercurrent_flagged_to_risk:ratio1h")));
    }

    private static Set<String> alerted(List<Case> cases, boolean fires) {
        return cases.stream()
                .filter(one -> one.fires() == fires)
                .map(Case::alert)
                .collect(Collectors.toSet());
    }

    private List<String> names() {
        return alerts.stream().map(RulesTest::name).toList();
    }

    private static String name(JsonNode alert) {
        return alert.path("alert").asText();
    }
}
