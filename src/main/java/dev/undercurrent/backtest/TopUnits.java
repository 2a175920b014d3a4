package dev.undercurrent.backtest;

import dev.undercurrent.report.TopUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Keeps the units of highest score while a replay runs, so that only their reasons need to be kept. Not thread-safe.
 */
public final class TopUnits {
    private final int limit;
    private final PriorityQueue<TopUnit> lowestFirst = new PriorityQueue<>(Comparator.comparingDouble(TopUnit::score));

    public TopUnits(int limit) {
        this.limit = limit;
    }

    /**
     * Whether a unit of this score would be kept; ask before gathering its reasons. Of equal scores the first stays.
     */
    public boolean wants(double score) {
        TopUnit lowest = lowestFirst.peek();
        return lowest == null || lowestFirst.size() < limit || score > lowest.score();
    }

    public void add(TopUnit unit) {
        lowestFirst.add(unit);
        if (lowestFirst.size() > limit) {
            lowestFirst.remove();
        }
    }

    /** Highest score first, of equal ones the earliest. */
    public List<TopUnit> ranked() {
        List<TopUnit> units = new ArrayList<>(lowestFirst);
        units.sort(Comparator.comparingDouble((TopUnit unit) -> -unit.score())
                .thenComparingLong(TopUnit::time)
                .thenComparing(TopUnit::id));
        return List.copyOf(units);
    }
}
