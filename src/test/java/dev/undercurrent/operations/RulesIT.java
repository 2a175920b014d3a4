package dev.undercurrent.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercurrent.operations.Promtool.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesIT {
    @TempDir
    Path folder;

    private Promtool promtool;

    @BeforeEach
    void find() {
        promtool = Promtool.installed();
    }

    @Test
    void promtoolFindsNothingWrongWithTheRules() throws Exception {
        Outcome outcome = promtool.checkRules(Rules.FILE);
        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
    }

    @Test
    void alertsFireAndStayQuietAsTheirCasesSay() throws Exception {
        Outcome outcome = promtool.testRules(Rules.caseFiles());
        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(outcome.text().split("SUCCESS", -1))
                .as(outcome.text())
                .hasSize(Rules.caseFiles().size() + 1);
    }

    @Test
    void aRuleThatIsThereTwiceIsFound() throws Exception {
        ObjectNode rules = Rules.read();
        ArrayNode first = (ArrayNode) rules.at("/groups/0/rules");
        first.add(first.get(0).deepCopy());
        Rules.copy(rules, folder);

        Outcome outcome = promtool.checkRules(folder.resolve(Rules.FILE.getFileName()));

        assertThat(outcome.exitCode()).as(outcome.text()).isNotZero();
        assertThat(outcome.text()).contains("duplicate rule");
    }

    @Test
    void anAlertThatNeverFiresIsFound() throws Exception {
        expectAFailureOfEachAlert("vector(0) > 1", "exp:\\[\\s+0:");
    }

    @Test
    void anAlertThatAlwaysFiresIsFound() throws Exception {
        expectAFailureOfEachAlert("vector(1)", "exp:\\[],");
    }

    /**
     * Runs the cases with another expression in every alert.
     *
     * @param expected pattern of what some case of each had expected instead
     */
    private void expectAFailureOfEachAlert(String expression, String expected) throws Exception {
        Outcome outcome = promtool.testRules(withEveryAlert(expression));

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(alerts())
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(outcome.text())
                        .containsPattern(Pattern.compile("alertname: " + alert + ", time: .*\\s+" + expected)));
    }

    private List<Path> withEveryAlert(String expression) throws Exception {
        ObjectNode rules = Rules.read();
        ((ArrayNode) rules.at("/groups/0/rules")).removeAll(); // recording rules: nothing asks for them any more
        for (ObjectNode alert : Rules.alerts(rules)) {
            alert.put("expr", expression);
            alert.remove("for");
        }
        return Rules.copy(rules, folder);
    }

    private static List<String> alerts() {
        return Rules.alerts(Rules.read()).stream()
                .map(alert -> alert.path("alert").asText())
                .toList();
    }
}
