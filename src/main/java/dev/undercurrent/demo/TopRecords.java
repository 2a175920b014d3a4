package dev.undercurrent.demo;

import dev.undercurrent.publish.ScoreRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the rarest records, by tail probability and then score. Not thread-safe. */
final class TopRecords {
    private static final Comparator<ScoreRecord> RAREST_LAST = Comparator.comparingDouble(
                    (ScoreRecord record) -> -record.score().tailProbability())
            .thenComparingDouble(record -> record.score().score());

    private final int limit;
    private final PriorityQueue<ScoreRecord> records = new PriorityQueue<>(RAREST_LAST);

    TopRecords(int limit) {
        this.limit = limit;
    }

    void offer(ScoreRecord record) {
        records.add(record);
        if (records.size() > limit) {
            records.poll();
        }
    }

    /** Rarest first. */
    List<ScoreRecord> ranked() {
        List<ScoreRecord> ranked = new ArrayList<>(records);
        ranked.sort(RAREST_LAST.reversed());
        return ranked;
    }
}
