package dev.undercurrent.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InternalTopicsTest {
    private static final Pattern STORES = Pattern.compile("\\(stores: \\[([^\\]]+)\\]\\)");
    private static final Pattern REPARTITIONS = Pattern.compile("\\(topics: \\[([^\\]]+-repartition)\\]\\)");

    private static final String TRAILING = """
            source: {topic: payments, key: /customer, keyed: %s}
            features: {amount: {}}
            windows:
              own: {over: [PT1H], add: [count, confirmed]}
              terminal: {key: /terminal, over: [PT1H], add: [confirmed]}
            """;

    private static final String HISTORY = """
            source: {topic: readings, key: /host, keyed: %s}
            history: 5
            features: {load: {}}
            """;

    private static final String CLOSED = """
            source: {topic: readings, key: /host, keyed: %s}
            unit: window
            features: {load: {}}
            windows: {host: {kind: tumbling, over: [PT1M], add: [mean(load)]}}
            """;

    @TempDir
    Path folder;

    @Test
    void namesEveryTopicThatStreamsMakes() throws Exception {
        Set<String> made = new LinkedHashSet<>();
        for (String yaml : List.of(TRAILING, HISTORY, CLOSED)) {
            for (String keyed : List.of("true", "false")) {
                made.addAll(made(yaml.formatted(keyed)));
            }
        }

        assertThat(made).hasSize(16).contains("card-verdicts-own-repartition", "card-history-changelog");
        assertThat(InternalTopics.of("card", List.of("own", "terminal", "host")))
                .containsAll(made);
    }

    @Test
    void namesNoneOfATopologyWhoseNameBeginsWithThisOne() {
        List<String> windows = List.of("customer", "terminal");
        List<String> topics = InternalTopics.of("card", windows);

        assertThat(topics).doesNotHaveDuplicates().hasSize(7 + 2 + 3 * 2);
        assertThat(topics)
                .doesNotContainAnyElementsOf(InternalTopics.of("card-fraud", windows))
                .doesNotContainAnyElementsOf(InternalTopics.of("card-window", windows))
                .doesNotContainAnyElementsOf(InternalTopics.of("card-by", windows));
    }

    private List<String> made(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("card.yaml"), yaml);
        String described = Pipeline.describe(new TopologyLoader(folder, Map.of()).load(file));
        List<String> made = new ArrayList<>();
        for (Matcher stores = STORES.matcher(described); stores.find(); ) {
            for (String store : stores.group(1).split(", ", -1)) {
                if (!store.endsWith("-hook")) { // holds nothing, and so has no changelog
                    made.add("card-" + store + "-changelog");
                }
            }
        }
        for (Matcher repartitions = REPARTITIONS.matcher(described); repartitions.find(); ) {
            made.add("card-" + repartitions.group(1));
        }
        return made;
    }
}
