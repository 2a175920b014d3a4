package dev.undercurrent.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.config.ConfigException;
import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureConfig;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.WindowedEvent;
import dev.undercurrent.source.EventFields.Field;
import dev.undercurrent.source.EventFields.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VectorPlanTest {
    private static final String KNOWN =
            " (expected: count, sum(x), mean(x), std(x), min(x), max(x), last(x), delta(x), "
                    + "rate, rate(x), distinct(x), gap, ratio(x) or confirmed)";
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void namesSlotsInTheOrderOfTheFileAndRunsTheSourcesKeyFirst() {
        Map<String, WindowConfig> windows = new LinkedHashMap<>();
        windows.put(
                "terminal",
                Plans.trailing("/terminal", List.of(Duration.ofDays(7)), "count", "distinct(customer)", "confirmed"));
        windows.put(
                "card",
                Plans.trailing(
                        "/card",
                        List.of(Duration.ofHours(24), Duration.ofMinutes(60), Duration.ofMinutes(90)),
                        "count",
                        "gap",
                        "delta(amount)"));
        VectorPlan plan = VectorPlan.of(Plans.source(HOUR), Plans.features(), windows);
        assertThat(plan.schema().features().stream().map(Feature::name))
                .containsExactly(
                        "amount",
                        "hour",
                        "channel",
                        "terminal.count.P7D",
                        "terminal.distinct.customer.P7D",
                        "terminal.confirmed.P7D",
                        "card.count.P1D",
                        "card.count.PT1H",
                        "card.count.PT1H30M",
                        "card.gap",
                        "card.delta.amount");
        assertThat(plan.schema().get(4).type()).isEqualTo(FeatureType.COUNT);
        assertThat(plan.schema().get(5).type()).isEqualTo(FeatureType.SHARE);
        assertThat(plan.groups().stream().map(WindowGroup::name)).containsExactly("card", "terminal");
        assertThat(plan.groups().get(0).isKeyedBySource()).isTrue();
        assertThat(plan.groups().get(1).countsConfirmed()).isTrue();
        assertThat(plan.fields().list())
                .containsExactly(
                        new Field("/amount", Kind.NUMBER),
                        new Field("/channel", Kind.TEXT),
                        new Field("/terminal", Kind.TEXT),
                        new Field("/customer", Kind.TEXT));
        assertThat(plan.scoresWindows()).isFalse();
    }

    @Test
    void ofClosedWindowsOnlyCyclesAreDeclared() {
        VectorPlan plan =
                Plans.plan(HOUR, "minute", Plans.session(HOUR, "count", "mean(amount)", "distinct(channel)", "gap"));
        assertThat(plan.schema().features().stream().map(Feature::name))
                .containsExactly("hour", "minute.count", "minute.mean.amount", "minute.distinct.channel", "minute.gap");
        assertThat(plan.scoresWindows()).isTrue();
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        Map<String, WindowConfig> windows = new LinkedHashMap<>();
        windows.put(
                "card",
                Plans.trailing(
                        "source",
                        List.of(HOUR),
                        "median(amount)",
                        "mean",
                        "count(amount)",
                        "sum(channel)",
                        "count",
                        "count",
                        "mean(amount"));
        windows.put("minute", Plans.tumbling(HOUR, "confirmed"));
        assertThatThrownBy(() -> VectorPlan.of(Plans.source(HOUR), Plans.features(), windows))
                .isInstanceOf(ConfigException.class)
                .extracting(thrown -> ((ConfigException) thrown).problems())
                .isEqualTo(
                        List.of(
                                "windows: card, minute (expected: all trailing, or a single closed one)",
                                "windows.card.add: median(amount)" + KNOWN,
                                "windows.card.add: mean (expected: a feature or field in parentheses)",
                                "windows.card.add: count(amount) (expected: no argument)",
                                "windows.card.add: sum(channel) (expected: a number as argument)",
                                "windows.card.add: card.count.PT1H (expected: a name that occurs once)",
                                "windows.card.add: mean(amount" + KNOWN,
                                "windows.minute.add: confirmed (expected: only in trailing windows, whose units have verdicts)"));
    }

    @Test
    void anUnscoredFeatureIsOnlyAnArgument() {
        Map<String, FeatureConfig> features = Map.of(
                "amount",
                new FeatureConfig(
                        "/money/amount",
                        FeatureType.NUMBER,
                        dev.undercurrent.features.Transform.AUTO,
                        FeatureConfig.Condition.AUTO,
                        dev.undercurrent.features.Likelihood.AUTO,
                        Duration.ZERO,
                        false));
        VectorPlan plan = VectorPlan.of(
                Plans.source(HOUR), features, Map.of("card", Plans.trailing("source", List.of(HOUR), "sum(amount)")));
        assertThat(plan.schema().size()).isEqualTo(1);
        assertThat(plan.fields().list()).containsExactly(new Field("/money/amount", Kind.NUMBER));
    }

    @Test
    void extractsDeclaredFeaturesBesideTheAggregates() {
        VectorPlan plan = Plans.plan(HOUR, "card", Plans.trailing("source", List.of(HOUR), "count"));
        WindowedEvent windowed = Plans.windowed(plan, "c", 5, 12.5, "web");
        windowed.values()[3] = 2;
        FeatureVector vector = plan.extractor().extract(windowed);
        assertThat(vector.id()).isEqualTo("c/5");
        assertThat(vector.time()).isEqualTo(5);
        assertThat(vector.row().number(0)).isEqualTo(12.5);
        assertThat(vector.row().number(1)).isNaN();
        assertThat(vector.row().number(2)).isNaN();
        assertThat(vector.row().text(2)).isEqualTo("web");
        assertThat(vector.row().number(3)).isEqualTo(2);
    }
}
