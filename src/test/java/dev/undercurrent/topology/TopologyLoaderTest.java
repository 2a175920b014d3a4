package dev.undercurrent.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.undercurrent.config.ConfigException;
import dev.undercurrent.features.FeatureConfig;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.topology.TopologyConfig.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyLoaderTest {
    @TempDir
    Path folder;

    @Test
    void laysAFileOverTheDefaults() {
        LoadedTopology topology = parse("source: {topic: payments}", "features: {amount: {}}");

        assertThat(topology.name()).isEqualTo("payments");
        assertThat(topology.config().source().topic()).isEqualTo("payments");
        assertThat(topology.config().source().grace()).isEqualTo(Duration.ofMinutes(5));
        assertThat(topology.config().unit()).isEqualTo(Unit.EVENT);
        assertThat(topology.config().features().values())
                .extracting(FeatureConfig::type)
                .containsExactly(FeatureType.NUMBER);
        assertThat(topology.config().model()).isEqualTo("payments");
        assertThat(topology.model().steps()).isEqualTo(1000);
    }

    @Test
    void keepsTheOrderOfFeatures() {
        assertThat(parse("source: {topic: t}", "features: {z: {}, a: {}, m: {}}")
                        .config()
                        .features()
                        .keySet())
                .containsExactly("z", "a", "m");
    }

    @Test
    void takesTheModelBesideTheTopologysFolder() throws IOException {
        Path file = write("topologies/cards.yaml", "source: {topic: t}\nfeatures: {a: {}}\n");
        write("models/cards/model.yaml", "steps: 777");

        assertThat(new TopologyLoader(folder.resolve("elsewhere"), Map.of())
                        .load(file)
                        .model()
                        .steps())
                .isEqualTo(777);
    }

    @Test
    void takesABareNameFromTheFolderOfTopologies() throws IOException {
        write("topologies/cards.yaml", "source: {topic: t}\nfeatures: {a: {}}\n");

        assertThat(new TopologyLoader(folder, Map.of()).load(Path.of("cards")).name())
                .isEqualTo("cards");
    }

    @Test
    void saysWhatIsWrongWithAModelOnTopOfTheTopology() throws IOException {
        write("models/wild/model.yaml", "steps: 1\nwarmup: 0\nseed: x");

        assertThat(problems(
                        "source: {topic: t}",
                        "history: 5",
                        "model: wild",
                        "windows: {a: {key: /b, over: [PT1H],",
                        "  add: [count, gap(x)]}}"))
                .containsExactly(
                        "windows.a.add[1]: gap(x) (expected: count, gap, confirmed, rate, or one of sum, mean, std, min,"
                                + " max, last, delta, rate, distinct, ratio with a field such as mean(amount))",
                        "windows.a.key: /b (expected: source, as history is 5)",
                        "models/wild/model.yaml: seed: x (expected: a whole number)");
    }

    @Test
    void refusesAnUnknownModel() {
        assertThat(problems("source: {topic: t}", "features: {a: {}}", "model: nothing"))
                .containsExactly("model: nothing (expected: auto, or a folder below models/ with a model.yaml)");
    }

    @Test
    void refusesNamesThatCannotPrefixTopics() throws IOException {
        Path file = write("Cards_1.yaml", "source: {topic: t}\nfeatures: {a: {}}\n");

        assertThat(catchThrowableOfType(ConfigException.class, () -> new TopologyLoader(folder, Map.of()).load(file))
                        .problems())
                .containsExactly(file + ": its name (expected: a-z, 0-9 and - then .yaml, as it prefixes topics)");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThat(catchThrowableOfType(
                                ConfigException.class,
                                () -> new TopologyLoader(folder, Map.of()).load(Path.of("nowhere")))
                        .problems())
                .containsExactly(
                        "nowhere: no such file (expected: a topology file, or the name of one in the folder topologies)");
    }

    @Test
    void refusesWindowsThatDoNotFitTheUnit() {
        assertThat(problems(
                        "source: {topic: t, id: /id}",
                        "unit: window",
                        "windows:",
                        "  a: {over: [PT1H], add: [count]}",
                        "  b: {kind: session, gap: PT1M, add: [count]}"))
                .containsExactly(
                        "source.id: /id (expected: record, as unit is window)",
                        "windows: 2 groups (expected: one group, as unit is window)",
                        "windows.a.kind: trailing (expected: tumbling, hopping or session, as unit is window)");
        assertThat(problems("source: {topic: t}", "windows:", "  b: {kind: session, gap: PT1M, add: [count]}"))
                .containsExactly("windows.b.kind: session (expected: trailing, as unit is event)");
    }

    @Test
    void refusesAggregatesOfWhatCannotBeAggregated() {
        assertThat(problems(
                        "source: {topic: t}",
                        "features: {channel: {type: category}, hour: {type: cycle, period: PT24H}, amount: {}}",
                        "windows:",
                        "  a:",
                        "    over: [PT24H, PT36H]",
                        "    add: [mean(channel), distinct(channel), distinct(hour), mean(amount), mean, median(amount),"
                                + " mean(other), mean(a/b), mean(/a/b), mean(amount), mean(), delta(amount)]"))
                .containsExactly(
                        "windows.a.add[0]: mean(channel) (expected: a number, count or flag, not a category)",
                        "windows.a.add[2]: distinct(hour) (expected: a field, not a cycle)",
                        "windows.a.add[4]: mean (expected: " + AggregateCall.FORMS + ")",
                        "windows.a.add[5]: median(amount) (expected: " + AggregateCall.FORMS + ")",
                        "windows.a.add[7]: mean(a/b) (expected: a feature, a field, or a JSON pointer such as"
                                + " /device/id)",
                        "windows.a.add[9]: mean(amount) (expected: each aggregate once)",
                        "windows.a.add[9]: mean(amount) (expected: each aggregate once)",
                        "windows.a.add[10]: mean() (expected: " + AggregateCall.FORMS + ")");
    }

    @Test
    void refusesAFeatureWithTheNameOfAnAggregate() {
        assertThat(problems(
                        "source: {topic: t}",
                        "features: {card.count.P1D: {at: /n}}",
                        "windows: {card: {over: [PT24H], add: [count]}}"))
                .containsExactly(
                        "features.card.count.P1D: a name (expected: another one, a window's aggregate has it)");
    }

    @Test
    void refusesACycleThatIsShorterThanEventTimesTell() {
        assertThat(problems("source: {topic: t}", "features: {tick: {type: cycle, period: PT0.0005S}, a: {}}"))
                .containsExactly("features.tick.period: PT0.0005S (expected: at least a millisecond for type cycle)");
    }

    @Test
    void refusesATopologyThatScoresNothing() {
        assertThat(problems("source: {topic: t}", "features: {hour: {type: cycle, period: PT24H}, a: {score: false}}"))
                .containsExactly("features: none is scored (expected: one that is, or a window)");
    }

    private LoadedTopology parse(String... lines) {
        return new TopologyLoader(folder, Map.of()).parse("payments", String.join("\n", lines));
    }

    private List<String> problems(String... lines) {
        return catchThrowableOfType(ConfigException.class, () -> parse(lines)).problems();
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolve("..").normalize());
        return Files.writeString(file, text);
    }
}
