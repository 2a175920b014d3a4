package dev.undercurrent.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.source.DeadLetter.Reason;
import dev.undercurrent.source.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ClosedWindowsTest {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final String[] ADD = {
        "count",
        "sum(amount)",
        "mean(amount)",
        "std(amount)",
        "min(amount)",
        "max(amount)",
        "rate",
        "rate(amount)",
        "distinct(channel)",
        "ratio(amount)",
        "last(amount)",
        "delta(amount)",
        "gap"
    };

    private final List<FeatureVector> emitted = new ArrayList<>();

    @Test
    void tumblingAndHoppingWindowsAgreeWithTheDefinitionsAcrossRestarts() {
        assertFixed(Plans.tumbling(Duration.ofSeconds(30), ADD), 30_000, 30_000);
        assertFixed(Plans.hopping(Duration.ofSeconds(30), Duration.ofSeconds(10), ADD), 30_000, 10_000);
        assertFixed(Plans.hopping(Duration.ofSeconds(30), Duration.ofSeconds(7), ADD), 30_000, 7_000);
    }

    private void assertFixed(WindowConfig config, long length, long hop) {
        VectorPlan plan = Plans.plan(GRACE, "w", config);
        String suffix = ".PT30S";
        EntryStore store = EntryStore.inMemory();
        ClosedWindows windows = restored(plan, store);
        emitted.clear();
        Map<String, List<Oracle.Entry>> all = new HashMap<>();
        TreeMap<Long, Map<String, List<Oracle.Entry>>> expected = new TreeMap<>();
        List<Double> gaps = new ArrayList<>();
        Consumer<FeatureVector> sink = vector -> {
            emitted.add(vector);
            gaps.add(gap(
                    expected.getOrDefault(vector.time(), Map.of()).getOrDefault(vector.key(), List.of()),
                    all.getOrDefault(vector.key(), List.of())));
        };
        Random random = new Random(3);
        long clock = 1_000_000;
        long streamTime = -1;
        int late = 0;
        for (int arrival = 0; arrival < 1_500; arrival++) {
            clock += random.nextInt(50) == 0 ? random.nextInt(200_000) : random.nextInt(2_000);
            long time = clock - (random.nextInt(3) == 0 ? random.nextInt(60_000) : 0);
            streamTime = Math.max(streamTime, time);
            String key = "k" + random.nextInt(3);
            Oracle.Entry own = new Oracle.Entry(
                    time,
                    arrival,
                    random.nextInt(5) == 0 ? Double.NaN : random.nextInt(9) - 3,
                    random.nextInt(4) == 0 ? "" : "c" + random.nextInt(4));
            if (random.nextInt(40) == 0) {
                windows = restored(plan, store);
            }
            boolean open = false;
            for (long start = Math.floorDiv(time, hop) * hop; start + length > time; start -= hop) {
                if (start + length + GRACE.toMillis() > streamTime) {
                    open = true;
                    expected.computeIfAbsent(start + length, any -> new TreeMap<>())
                            .computeIfAbsent(key, any -> new ArrayList<>())
                            .add(own);
                }
            }
            Event event = Plans.event(plan, "e" + arrival, key, time, own.amount(), own.text());
            assertThat(windows.add(event, 0, sink).isEmpty()).isEqualTo(open);
            late += open ? 0 : 1;
            if (open) {
                all.computeIfAbsent(key, any -> new ArrayList<>()).add(own);
            }
        }
        windows.closeUntil(Long.MAX_VALUE / 2, sink);
        assertThat(late).isGreaterThan(20);
        List<String> ids = new ArrayList<>();
        expected.forEach((end, keys) -> keys.keySet().forEach(key -> ids.add(key + "@" + end)));
        assertThat(emitted.stream().map(FeatureVector::id)).containsExactlyElementsOf(ids);
        for (int i = 0; i < emitted.size(); i++) {
            FeatureVector vector = emitted.get(i);
            List<Oracle.Entry> window =
                    Oracle.sorted(expected.getOrDefault(vector.time(), Map.of()).getOrDefault(vector.key(), List.of()));
            assertAggregates(plan, vector, window, length, suffix);
            assertSlot(plan, vector, "w.gap", gaps.get(i));
        }
    }

    /** From all that was there when the window closed. */
    private static double gap(List<Oracle.Entry> window, List<Oracle.Entry> all) {
        long first = Oracle.first(Oracle.sorted(window)).time();
        double before = all.stream()
                .mapToLong(Oracle.Entry::time)
                .filter(time -> time < first)
                .max()
                .orElse(-1);
        return before < 0 ? Double.NaN : (first - before) / 1000;
    }

    private static void assertAggregates(
            VectorPlan plan, FeatureVector vector, List<Oracle.Entry> window, long length, String suffix) {
        assertSlot(plan, vector, "w.count" + suffix, Oracle.count(window));
        assertSlot(plan, vector, "w.sum.amount" + suffix, Oracle.sum(window));
        assertSlot(plan, vector, "w.mean.amount" + suffix, Oracle.mean(window));
        assertSlot(plan, vector, "w.std.amount" + suffix, Oracle.std(window));
        assertSlot(plan, vector, "w.min.amount" + suffix, Oracle.min(window));
        assertSlot(plan, vector, "w.max.amount" + suffix, Oracle.max(window));
        assertSlot(plan, vector, "w.rate" + suffix, window.size() / (length / 1000.0));
        assertSlot(plan, vector, "w.rate.amount" + suffix, Oracle.increaseRate(window));
        assertSlot(plan, vector, "w.distinct.channel" + suffix, Oracle.distinctTexts(window));
        if (Math.abs(Oracle.mean(window)) > 1e-9) {
            assertSlot(plan, vector, "w.ratio.amount" + suffix, Oracle.ratio(Oracle.lastAmount(window), window));
        }
        assertSlot(plan, vector, "w.last.amount", Oracle.lastAmount(window));
        assertSlot(plan, vector, "w.delta.amount", Oracle.lastAmount(window) - Oracle.firstAmount(window));
    }

    private static void assertSlot(VectorPlan plan, FeatureVector vector, String name, double expected) {
        double actual = vector.row().number(Plans.slot(plan, name));
        if (Double.isNaN(expected)) {
            assertThat(actual).as(name).isNaN();
        } else {
            assertThat(actual).as(name).isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
        }
    }

    @Test
    void sessionsAgreeWithTheDefinitionsAcrossRestarts() {
        VectorPlan plan = Plans.plan(GRACE, "w", Plans.session(Duration.ofSeconds(5), ADD));
        EntryStore store = EntryStore.inMemory();
        ClosedWindows windows = restored(plan, store);
        Map<String, List<List<Oracle.Entry>>> open = new TreeMap<>();
        Map<String, List<Oracle.Entry>> sessions = new HashMap<>();
        Random random = new Random(4);
        long clock = 1_000_000;
        long streamTime = -1;
        int late = 0;
        int merged = 0;
        for (int arrival = 0; arrival < 1_500; arrival++) {
            clock += random.nextInt(30) == 0 ? random.nextInt(100_000) : random.nextInt(4_000);
            long time = clock - (random.nextInt(3) == 0 ? random.nextInt(40_000) : 0);
            streamTime = Math.max(streamTime, time);
            String key = "k" + random.nextInt(3);
            Oracle.Entry own = new Oracle.Entry(time, arrival, random.nextInt(9) - 3, "c" + random.nextInt(4));
            long closed = streamTime - GRACE.toMillis();
            open.forEach((any, of) -> of.removeIf(session -> end(session) <= closed));
            List<List<Oracle.Entry>> ofKey = open.computeIfAbsent(key, any -> new ArrayList<>());
            List<List<Oracle.Entry>> touching = ofKey.stream()
                    .filter(session ->
                            time < end(session) && Oracle.first(session).time() < time + 5_000)
                    .toList();
            boolean accepted = !touching.isEmpty() || time + 5_000 > closed;
            if (accepted) {
                List<Oracle.Entry> session = new ArrayList<>(List.of(own));
                touching.forEach(session::addAll);
                touching.forEach(old -> sessions.remove(key + "@" + end(old)));
                ofKey.removeAll(touching);
                session.sort(Comparator.comparingLong(Oracle.Entry::time).thenComparingInt(Oracle.Entry::arrival));
                ofKey.add(session);
                sessions.put(key + "@" + end(session), session);
                merged += touching.size() > 1 ? 1 : 0;
            }
            late += accepted ? 0 : 1;
            if (random.nextInt(40) == 0) {
                windows = restored(plan, store);
            }
            Event event = Plans.event(plan, "e" + arrival, key, time, own.amount(), own.text());
            assertThat(windows.add(event, 0, emitted::add).isEmpty()).isEqualTo(accepted);
        }
        windows.closeUntil(Long.MAX_VALUE / 2, emitted::add);
        assertThat(late).isGreaterThan(20);
        assertThat(merged).isGreaterThan(5);
        assertThat(emitted.stream().map(FeatureVector::id)).containsExactlyInAnyOrderElementsOf(sessions.keySet());
        assertThat(emitted)
                .isSortedAccordingTo(
                        Comparator.comparingLong(FeatureVector::time).thenComparing(FeatureVector::key));
        for (FeatureVector vector : emitted) {
            List<Oracle.Entry> session = sessions.getOrDefault(vector.id(), List.of());
            assertAggregates(
                    plan, vector, session, vector.time() - Oracle.first(session).time(), "");
        }
    }

    private static long end(List<Oracle.Entry> session) {
        return Oracle.last(session).time() + 5_000;
    }

    @Test
    void emitsNothingUntilTheGraceHasPassed() {
        VectorPlan plan = Plans.plan(GRACE, "w", Plans.tumbling(Duration.ofSeconds(30), "count"));
        ClosedWindows windows = restored(plan, EntryStore.inMemory());
        windows.add(Plans.event(plan, "a", "k", 0, 1, ""), 0, emitted::add);
        windows.add(Plans.event(plan, "b", "k", 49_999, 1, ""), 0, emitted::add);
        assertThat(emitted).isEmpty();
        windows.add(Plans.event(plan, "c", "j", 50_000, 1, ""), 0, emitted::add);
        assertThat(emitted.stream().map(FeatureVector::id)).containsExactly("k@30000");
        assertThat(windows.add(Plans.event(plan, "d", "k", 29_999, 1, ""), 0, emitted::add))
                .contains(Reason.LATE);
        assertThat(windows.add(Plans.event(plan, "e", "k", 30_000, 1, ""), 0, emitted::add))
                .isEmpty();
    }

    @Test
    void theWallClockClosesWhatItHasPassedAndNoMore() {
        VectorPlan plan = Plans.plan(GRACE, "w", Plans.tumbling(Duration.ofSeconds(30), "count"));
        EntryStore store = EntryStore.inMemory();
        ClosedWindows windows = restored(plan, store);
        windows.add(Plans.event(plan, "a", "k", 10_000, 1, ""), 0, emitted::add);
        windows.add(Plans.event(plan, "b", "k", 40_000, 1, ""), 0, emitted::add);
        windows.closeUntil(79_999, emitted::add);
        assertThat(emitted.stream().map(FeatureVector::id)).containsExactly("k@30000");
        windows.closeUntil(80_000, emitted::add);
        windows = restored(plan, store);
        windows.closeUntil(90_000, emitted::add);
        assertThat(emitted.stream().map(FeatureVector::id)).containsExactly("k@30000", "k@60000");
        assertThat(windows.add(Plans.event(plan, "c", "k", 59_999, 1, ""), 0, emitted::add))
                .contains(Reason.LATE);
        assertThat(windows.add(Plans.event(plan, "d", "k", 60_000, 1, ""), 0, emitted::add))
                .isEmpty();
    }

    @Test
    void anEventWithoutItsKeyIsInNoWindowAndMovesNoTime() {
        VectorPlan plan = Plans.plan(GRACE, "w", Plans.tumblingBy("/channel", Duration.ofSeconds(30), "count"));
        ClosedWindows windows = restored(plan, EntryStore.inMemory());
        windows.add(Plans.event(plan, "a", "k", 10_000, 1, "c"), 0, emitted::add);
        assertThat(windows.add(Plans.event(plan, "b", "k", 900_000, 1, ""), 0, emitted::add))
                .contains(Reason.MISSING_KEY);
        assertThat(emitted).isEmpty();
        assertThat(windows.streamTime()).isEqualTo(10_000);
    }

    @Test
    void whatWasOpenByAnotherGraceIsEmittedOnceAndWhatWasClosedStaysSo() {
        WindowConfig hops = Plans.hopping(Duration.ofSeconds(30), Duration.ofSeconds(10), "count");
        for (int other : new int[] {0, 5, 15, 25, 60}) {
            emitted.clear();
            EntryStore store = EntryStore.inMemory();
            ClosedWindows windows = restored(Plans.plan(GRACE, "w", hops), store);
            VectorPlan changed = Plans.plan(Duration.ofSeconds(other), "w", hops);
            for (int second = 0; second < 200; second++) {
                if (second == 95) {
                    windows = restored(changed, store);
                }
                windows.add(Plans.event(changed, "e" + second, "k", second * 1_000L, 1, ""), 0, emitted::add);
            }
            windows.closeUntil(1_000_000, emitted::add);
            assertThat(emitted)
                    .as("grace of %d s", other)
                    .extracting(FeatureVector::time)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 22)
                            .mapToObj(end -> end * 10_000)
                            .toList());
            for (FeatureVector vector : emitted.subList(2, 20)) {
                assertThat(vector.row().number(Plans.slot(changed, "w.count.PT30S")))
                        .as("%s after a grace of %d s", vector.id(), other)
                        .isEqualTo(30);
            }
        }
    }

    @Test
    void keepsNothingButTheLastTimeOfAClosedKeyAndForgetsThatInTheEnd() {
        VectorPlan plan = Plans.plan(GRACE, "w", Plans.tumbling(Duration.ofSeconds(30), "gap"));
        EntryStore.InMemory store = (EntryStore.InMemory) EntryStore.inMemory();
        ClosedWindows windows = restored(plan, store);
        windows.add(Plans.event(plan, "a", "k", 10_000, 1, ""), 0, emitted::add);
        windows.add(Plans.event(plan, "b", "k", 11_000, 1, ""), 0, emitted::add);
        windows.closeUntil(1_000_000, emitted::add);
        assertThat(store.rows()).hasSize(2);
        windows = restored(plan, store);
        windows.add(Plans.event(plan, "c", "k", 100_000, 1, ""), 0, emitted::add);
        windows.closeUntil(1_000_000, emitted::add);
        assertThat(emitted.get(1).row().number(Plans.slot(plan, "w.gap"))).isEqualTo(89);
        windows.add(Plans.event(plan, "d", "j", Duration.ofDays(31).toMillis(), 1, ""), 0, emitted::add);
        windows.sweep(0);
        assertThat(store.rows().keySet().stream().map(EntryKey::entityOf)).containsExactly("", "j");
    }

    private static ClosedWindows restored(VectorPlan plan, EntryStore store) {
        ClosedWindows windows =
                new ClosedWindows(plan.groups().get(0), store, plan.schema().size(), 50);
        windows.restore();
        return windows;
    }
}
