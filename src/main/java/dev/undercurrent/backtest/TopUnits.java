package dev.undercurrent.backtest;

import dev.undercurrent.detection.ScoredRow;
import dev.undercurrent.report.TopUnit;
import dev.undercurrent.score.Reason;
import dev.undercurrent.score.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Keeps the units of highest score while a replay runs, so that only their reasons need to be kept. Not thread-safe.
 */
final class TopUnits {
    private final int limit;
    private final PriorityQueue<TopUnit> lowestFirst = new PriorityQueue<>(Comparator.comparingDouble(TopUnit::score));

    TopUnits(int limit) {
        this.limit = limit;
    }

    /**
     * Keeps a unit if its score is among the highest so far. Of equal scores the first stays.
     *
     * @param reasons largest first
     */
    void add(ScoredRow row, List<Reason> reasons) {
        TopUnit lowest = lowestFirst.peek();
        if (lowest != null && lowestFirst.size() == limit) {
            if (row.score() <= lowest.score()) {
                return;
            }
            lowestFirst.remove();
        }
        lowestFirst.add(unit(row, reasons));
    }

    /** Highest score first, of equal ones the earliest. */
    List<TopUnit> ranked() {
        List<TopUnit> units = new ArrayList<>(lowestFirst);
        units.sort(Comparator.comparingDouble((TopUnit unit) -> -unit.score())
                .thenComparingLong(TopUnit::time)
                .thenComparing(TopUnit::id));
        return List.copyOf(units);
    }

    private static TopUnit unit(ScoredRow row, List<Reason> reasons) {
        return new TopUnit(
                row.id(),
                row.key(),
                row.time(),
                row.score(),
                row.surprise(),
                row.tailProbability(),
                row.anomaly(),
                row.label(),
                reasons.stream().map(TopUnits::shown).toList());
    }

    private static TopUnit.Reason shown(Reason reason) {
        return new TopUnit.Reason(
                reason.feature(),
                text(reason.actual()),
                text(reason.expected()),
                reason.low(),
                reason.high(),
                reason.surprise());
    }

    private static String text(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        }
        double number = value instanceof Value.Numeric numeric ? numeric.number() : Double.NaN;
        return Double.isNaN(number) ? "" : String.valueOf((float) number);
    }
}
