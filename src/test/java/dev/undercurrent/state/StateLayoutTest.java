package dev.undercurrent.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.topology.TopologyLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateLayoutTest {
    private static final String PAYMENTS = """
            source: {topic: payments, key: /customer_id, keyed: true}
            features:
              amount: {transform: log}
              channel: {type: category}
              hour: {type: cycle, period: PT24H}
              items: {at: /basket/items, type: count, score: false}
            windows:
              customer: {over: [PT1H, P1D], add: [count, mean(amount)]}
              terminal: {key: /terminal_id, over: [P7D], add: [count, sum(items), distinct(customer_id)]}
            """;

    private static final String SERVICES = """
            source: {topic: services, key: /service}
            unit: window
            features:
              load: {}
              minute: {type: cycle, period: PT1H}
            windows:
              service: {kind: hopping, over: [PT5M], every: PT1M, add: [mean(load)]}
            """;

    @TempDir
    Path folder;

    @Test
    void saysHowRowsLie() throws Exception {
        assertThat(layout(PAYMENTS).toJson()).hasToString("""
                {"rows":"format 2","unit":"event","history":"1","source.key":"/customer_id","source.keyed":"true",\
                "features.amount":"number at /amount","features.channel":"category at /channel","features.hour":"cycle",\
                "features.items":"count at /basket/items, for aggregates only",\
                "windows.customer":"trailing by source over [PT1H, P1D], count, mean(amount)",\
                "windows.terminal":"trailing by /terminal_id over [P7D], count, sum(items), distinct(customer_id)"}""");
        assertThat(layout(SERVICES).toJson().path("windows.service").textValue())
                .isEqualTo("hopping by source over [PT5M] every PT1M, mean(load)");
        assertThat(layout(SERVICES).toJson().path("features.load").textValue())
                .isEqualTo("number at /load, for aggregates only");
        assertThat(layout(PAYMENTS).windows()).containsExactly("customer", "terminal");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {transform: log}             | {transform: none, likelihood: gaussian}
            PT24H                        | P1D
            PT24H                        | P7D
            {type: category}             | {type: category, condition: true}
            {type: category}             | {type: category, at: /channel}
            over: [PT1H, P1D]            | key: source, over: [PT1H, P1D]
            over: [PT1H, P1D]            | key: /customer_id, over: [PT1H, PT24H]
            mean(amount)                 | mean( amount )
            topic: payments              | topic: payments, grace: PT1H, from: latest
            source:                      | threshold: {risk: 0.1}\\ntraining: {sample: 5000}\\nbatch: {size: 8}\\nsource:
            hour: {type: cycle           | unused: {score: false}\\n  hour: {type: cycle
            """)
    void isTheSameWhereRowsAre(String before, String after) throws Exception {
        assertThat(differences(before, after)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [count, mean(amount)]        | [mean(amount), count]       | windows.customer: trailing by source over [PT1H, P1D], mean(amount), count (expected: trailing by source over [PT1H, P1D], count, mean(amount), as kept)
            [PT1H, P1D]                  | [PT1H]                      | windows.customer: trailing by source over [PT1H], count, mean(amount) (expected: trailing by source over [PT1H, P1D], count, mean(amount), as kept)
            {transform: log}             | {transform: log, at: /sum}  | features.amount: number at /sum (expected: number at /amount, as kept)
            {transform: log}             | {type: count}               | features.amount: count at /amount (expected: number at /amount, as kept)
            {type: category}             | {type: category, score: false} | features.channel: absent (expected: category at /channel, as kept)
            hour: {type: cycle           | flag: {type: flag}\\n  hour: {type: cycle | features.flag: flag at /flag (expected: absent, as kept)
            keyed: true                  | keyed: false                | source.keyed: false (expected: true, as kept)
            key: /customer_id            | key: /card                  | source.key: /card (expected: /customer_id, as kept)
            key: /terminal_id            | key: /device                | windows.terminal: trailing by /device over [P7D], count, sum(items), distinct(customer_id) (expected: trailing by /terminal_id over [P7D], count, sum(items), distinct(customer_id), as kept)
            """)
    void differsByALineWhereRowsDo(String before, String after, String line) throws Exception {
        assertThat(differences(before, after)).containsExactly(line);
    }

    @Test
    void differsByItsOrder() throws Exception {
        String swapped = PAYMENTS.replace("  amount: {transform: log}\n", "")
                .replace("  hour:", "  amount: {transform: log}\n  hour:");

        assertThat(layout(swapped).differences(layout(PAYMENTS), ", as kept"))
                .containsExactly(
                        "features: channel, amount, hour, items (expected: amount, channel, hour, items, as kept)");
    }

    @Test
    void differsByItsHistoryUnitAndFormatOfRows() throws Exception {
        String alone = "source: {topic: readings}\nfeatures: {load: {}}\n";
        StateLayout other = new StateLayout(Map.of("rows", "format 3"));

        assertThat(layout(alone + "history: 3\n").differences(layout(alone), ""))
                .containsExactly("history: 3 (expected: 1)");
        assertThat(layout(alone).differences(other, ""))
                .contains("rows: format 2 (expected: format 3)", "unit: event (expected: absent)");
        assertThat(layout(SERVICES).differences(layout(SERVICES.replace("PT1M", "PT5M")), ""))
                .containsExactly("windows.service: hopping by source over [PT5M] every PT1M, mean(load)"
                        + " (expected: hopping by source over [PT5M] every PT5M, mean(load))");
    }

    @Test
    void isReadAsItWasWritten() throws Exception {
        KeptState kept = new KeptState(1_700_000_000_000L, true, layout(PAYMENTS));

        assertThat(KeptState.ofJson(kept.toJson())).hasValueSatisfying(read -> {
            assertThat(read.resetAt()).isEqualTo(1_700_000_000_000L);
            assertThat(read.isResetting()).isTrue();
            assertThat(read.layout().differences(kept.layout(), "")).isEmpty();
            assertThat(read.layout().windows()).containsExactly("customer", "terminal");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``
            {
            {}
            []
            null
            {"resetAt":1}
            {"resetAt":"1","layout":{"unit":"event"}}
            {"resetAt":1,"layout":{"unit":3}}
            {"resetAt":1,"layout":["unit"]}
            """)
    void isNotReadFromSomethingElse(String json) {
        assertThat(KeptState.ofJson(json.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    private List<String> differences(String before, String after) throws Exception {
        String text = after.replace("\\n", "\n");
        assertThat(PAYMENTS).contains(before);
        return layout(PAYMENTS.replaceFirst(Pattern.quote(before), text)).differences(layout(PAYMENTS), ", as kept");
    }

    private StateLayout layout(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("any.yaml"), yaml);
        return StateLayout.of(new TopologyLoader(folder, Map.of()).load(file).config());
    }
}
