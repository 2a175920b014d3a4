package dev.undercurrent.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.undercurrent.features.WindowedEvent;
import dev.undercurrent.source.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrailingWindowsTest {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final long[] LENGTHS = {10_000, 60_000, 300_000};
    private static final String[] NAMES = {"PT10S", "PT1M", "PT5M"};
    private static final WindowConfig ALL = Plans.trailing(
            "source",
            List.of(Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofMinutes(1)),
            "count",
            "sum(amount)",
            "mean(amount)",
            "std(amount)",
            "min(amount)",
            "max(amount)",
            "rate",
            "rate(amount)",
            "distinct(channel)",
            "distinct(amount)",
            "ratio(amount)",
            "last(amount)",
            "delta(amount)",
            "gap");

    private final VectorPlan plan = Plans.plan(GRACE, "card", ALL);

    @Test
    void agreesWithTheDefinitionsOnRandomStreamsOutOfOrder() {
        TrailingWindows windows = new TrailingWindows(plan.groups().get(0), EntryStore.inMemory(), 200);
        Map<String, List<Oracle.Entry>> kept = new HashMap<>();
        Random random = new Random(11);
        long clock = 1_000_000;
        int late = 0;
        int outOfOrder = 0;
        for (int arrival = 0; arrival < 1_500; arrival++) {
            clock += random.nextInt(10) == 0 ? random.nextInt(120_000) : random.nextInt(1_500);
            long time = clock - (random.nextInt(4) == 0 ? random.nextInt(40_000) : 0);
            time = random.nextInt(5) == 0 ? time / 1000 * 1000 : time;
            String key = "card-" + random.nextInt(4);
            double amount = random.nextInt(6) == 0 ? Double.NaN : random.nextInt(8) - 2;
            String channel = random.nextInt(5) == 0 ? "" : "c" + random.nextInt(5);
            WindowedEvent windowed = Plans.windowed(plan, key, time, amount, channel);
            windows.fill(windowed, 0);

            List<Oracle.Entry> entries = kept.computeIfAbsent(key, any -> new ArrayList<>());
            Oracle.Entry own = new Oracle.Entry(time, arrival, amount, channel);
            long newest = entries.stream().mapToLong(Oracle.Entry::time).max().orElse(0);
            boolean isLate = time < newest - GRACE.toMillis();
            assertThat(windowed.isLate()).isEqualTo(isLate);
            assertAggregates(windowed, own, entries);
            late += isLate ? 1 : 0;
            outOfOrder += time < newest && !isLate ? 1 : 0;
            if (!isLate) {
                entries.add(own);
                long horizon = Math.max(newest, time) - GRACE.toMillis() - 300_000;
                entries.removeIf(entry -> entry.time() <= horizon);
            }
        }
        assertThat(late).isGreaterThan(50);
        assertThat(outOfOrder).isGreaterThan(100);
    }

    private void assertAggregates(WindowedEvent windowed, Oracle.Entry own, List<Oracle.Entry> kept) {
        List<Oracle.Entry> before = Oracle.sorted(kept.stream()
                .filter(entry -> entry.time() <= own.time() && entry.time() > own.time() - 300_000)
                .toList());
        for (int length = 0; length < LENGTHS.length; length++) {
            long from = own.time() - LENGTHS[length];
            List<Oracle.Entry> window = new ArrayList<>(
                    before.stream().filter(entry -> entry.time() > from).toList());
            window.add(own);
            String over = "." + NAMES[length];
            assertSlot(windowed, "card.count" + over, Oracle.count(window));
            assertSlot(windowed, "card.sum.amount" + over, Oracle.sum(window));
            assertSlot(windowed, "card.mean.amount" + over, Oracle.mean(window));
            assertSlot(windowed, "card.std.amount" + over, Oracle.std(window));
            assertSlot(windowed, "card.min.amount" + over, Oracle.min(window));
            assertSlot(windowed, "card.max.amount" + over, Oracle.max(window));
            assertSlot(windowed, "card.rate" + over, Oracle.count(window) / (LENGTHS[length] / 1000.0));
            assertSlot(windowed, "card.rate.amount" + over, Oracle.increaseRate(window));
            assertSlot(windowed, "card.distinct.channel" + over, Oracle.distinctTexts(window));
            assertSlot(windowed, "card.distinct.amount" + over, Oracle.distinctAmounts(window));
            if (Math.abs(Oracle.mean(window)) > 1e-9) {
                assertSlot(windowed, "card.ratio.amount" + over, Oracle.ratio(own.amount(), window));
            }
        }
        assertSlot(windowed, "card.last.amount", Oracle.lastAmount(before));
        assertSlot(windowed, "card.delta.amount", own.amount() - Oracle.lastAmount(before));
        assertSlot(
                windowed,
                "card.gap",
                before.isEmpty()
                        ? Double.NaN
                        : (own.time() - Oracle.last(before).time()) / 1000.0);
    }

    private void assertSlot(WindowedEvent windowed, String name, double expected) {
        double actual = windowed.values()[Plans.slot(plan, name)];
        if (Double.isNaN(expected)) {
            assertThat(actual).as(name).isNaN();
        } else {
            assertThat(actual).as(name).isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
        }
    }

    @Test
    void aRestartGivesTheSameBits() {
        EntryStore store = EntryStore.inMemory();
        TrailingWindows whole = new TrailingWindows(plan.groups().get(0), EntryStore.inMemory(), 1_000_000);
        TrailingWindows restarted = new TrailingWindows(plan.groups().get(0), store, 1_000_000);
        Random random = new Random(5);
        long clock = 1_000_000;
        for (int i = 0; i < 2_000; i++) {
            clock += random.nextInt(3_000);
            long time = clock - random.nextInt(30_000);
            String key = "card-" + random.nextInt(3);
            double amount = random.nextGaussian();
            if (i % 50 == 0) {
                restarted = new TrailingWindows(plan.groups().get(0), store, 1_000_000);
            }
            WindowedEvent one = Plans.windowed(plan, key, time, amount, "c" + random.nextInt(3));
            WindowedEvent other = new WindowedEvent(one.event(), one.values().clone(), false, null);
            whole.fill(one, 0);
            restarted.fill(other, 0);
            assertThat(other.values()).isEqualTo(one.values());
            assertThat(other.isLate()).isEqualTo(one.isLate());
        }
    }

    @Test
    void aSteadyStreamWritesOverTheRowsOfWhatItForgetsAndDeletesNone() {
        Deletions store = new Deletions();
        TrailingWindows windows = new TrailingWindows(plan.groups().get(0), store, 1_000_000);
        for (int i = 0; i < 5_000; i++) {
            windows.fill(Plans.windowed(plan, "card", 1_000_000 + i * 10_000L, i, "x"), 0);
        }
        assertThat(store.count).isZero();
        assertThat(store.rows.rows()).hasSizeLessThan(60);
    }

    @Test
    void rowsOfABurstAreDeletedOnceItIsForgotten() {
        Deletions store = new Deletions();
        TrailingWindows windows = new TrailingWindows(plan.groups().get(0), store, 1_000_000);
        for (int i = 0; i < 1_000; i++) {
            windows.fill(Plans.windowed(plan, "card", 1_000_000 + i, i, "x"), 0);
        }
        for (int i = 0; i < 20; i++) {
            windows.fill(Plans.windowed(plan, "card", 10_000_000 + i, i, "x"), 0);
        }
        assertThat(store.count).isBetween(980, 1_000);
        assertThat(store.rows.rows()).hasSizeLessThan(40);
    }

    /** A store that counts what is deleted. */
    private static final class Deletions implements EntryStore {
        private final InMemory rows = (InMemory) EntryStore.inMemory();
        private int count;

        @Override
        public void put(byte[] key, byte[] value) {
            rows.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            count++;
            rows.delete(key);
        }

        @Override
        public void scan(byte[] from, byte[] to, Visitor visitor) {
            rows.scan(from, to, visitor);
        }
    }

    @Test
    void standardDeviationSurvivesALargeOffset() {
        VectorPlan std =
                Plans.plan(GRACE, "w", Plans.trailing("source", List.of(Duration.ofMinutes(1)), "std(amount)"));
        TrailingWindows windows = new TrailingWindows(std.groups().get(0), EntryStore.inMemory(), 100);
        WindowedEvent last = Plans.windowed(std, "k", 0, 0, "");
        for (int i = 0; i < 4; i++) {
            last = Plans.windowed(std, "k", 1_000 + i, 1e9 + i, "");
            windows.fill(last, 0);
        }
        // sample variance of 0, 1, 2, 3 is 5/3
        assertThat(last.values()[Plans.slot(std, "w.std.amount.PT1M")]).isCloseTo(Math.sqrt(5.0 / 3), within(1e-9));
    }

    @Test
    void aVerdictCountsFromItsOwnTimeOn() {
        VectorPlan confirmed =
                Plans.plan(GRACE, "card", Plans.trailing("source", List.of(Duration.ofSeconds(100)), "confirmed"));
        TrailingWindows windows = new TrailingWindows(confirmed.groups().get(0), EntryStore.inMemory(), 100);
        windows.confirm(verdict("a", Verdict.Answer.TRUE, 15_000), 0);
        windows.confirm(verdict("a", Verdict.Answer.TRUE, 16_000), 0);
        windows.confirm(verdict("b", Verdict.Answer.TRUE, 15_000), 0);
        windows.confirm(verdict("b", Verdict.Answer.FALSE, 17_000), 0);
        assertThat(confirmed(windows, confirmed, 14_999)).isEqualTo(0);
        assertThat(confirmed(windows, confirmed, 15_000)).isEqualTo(0.5);
        assertThat(confirmed(windows, confirmed, 30_000)).isEqualTo(1 / 3.0);
        assertThat(confirmed(windows, confirmed, 115_000)).isEqualTo(0);
        windows.confirm(verdict("c", Verdict.Answer.TRUE, 400_000), 0);
        windows.confirm(verdict("d", Verdict.Answer.TRUE, 400_000), 0);
        assertThat(confirmed(windows, confirmed, 400_000)).isEqualTo(1);
    }

    private static Verdict verdict(String id, Verdict.Answer answer, long time) {
        return new Verdict(id, answer, time, Map.of("card", "k"));
    }

    private static double confirmed(TrailingWindows windows, VectorPlan plan, long time) {
        WindowedEvent windowed = Plans.windowed(plan, "k", time, 1, "x");
        windows.fill(windowed, 0);
        return windowed.values()[Plans.slot(plan, "card.confirmed.PT1M40S")];
    }

    @Test
    void anEventWithoutTheGroupsKeyKeepsItsAggregatesUndefined() {
        VectorPlan byTerminal =
                Plans.plan(GRACE, "t", Plans.trailing("/terminal", List.of(Duration.ofSeconds(100)), "count"));
        TrailingWindows windows = new TrailingWindows(byTerminal.groups().get(0), EntryStore.inMemory(), 100);
        WindowedEvent windowed = Plans.windowed(byTerminal, "k", 5, 1, "");
        windows.fill(windowed, 0);
        assertThat(windowed.values()[Plans.slot(byTerminal, "t.count.PT1M40S")]).isNaN();
        assertThat(byTerminal.groups().get(0).routingKey(windowed.event())).isEqualTo("k");
    }

    @Test
    void theSweepDeletesOnlyKeysIdleInEventTimeAndOnTheWallClock() {
        EntryStore.InMemory store = (EntryStore.InMemory) EntryStore.inMemory();
        TrailingWindows windows = new TrailingWindows(plan.groups().get(0), store, 100);
        for (int i = 0; i < 700; i++) {
            windows.fill(Plans.windowed(plan, "a", 1_000 + i, 1, "x"), 0);
        }
        windows.fill(Plans.windowed(plan, "ab", 1_000, 1, "x"), 400_000);
        windows.fill(Plans.windowed(plan, "b", 900_000, 1, "x"), 0);
        windows.sweep(300_000);
        assertThat(store.rows()).hasSize(702);
        for (int tick = 0; tick < 4; tick++) {
            windows.sweep(400_000);
        }
        assertThat(store.rows().keySet().stream().map(EntryKey::entityOf)).containsExactly("b", "ab");
        WindowedEvent next = Plans.windowed(plan, "a", 1_001, 1, "x");
        windows.fill(next, 400_000);
        assertThat(next.values()[Plans.slot(plan, "card.count.PT5M")]).isEqualTo(1);
    }

    @Test
    void theSweepKeepsAKeyOfWhichOneRowIsNotIdle() {
        TrailingWindows windows = new TrailingWindows(plan.groups().get(0), EntryStore.inMemory(), 100);
        windows.fill(Plans.windowed(plan, "a", 1_000, 1, "x"), 0);
        windows.fill(Plans.windowed(plan, "a", 250_000, 1, "x"), 0);
        windows.fill(Plans.windowed(plan, "b", 500_000, 1, "x"), 0);
        windows.sweep(1_000_000);
        WindowedEvent next = Plans.windowed(plan, "a", 250_001, 1, "x");
        windows.fill(next, 1_000_000);
        assertThat(next.values()[Plans.slot(plan, "card.count.PT5M")]).isEqualTo(3);
    }
}
