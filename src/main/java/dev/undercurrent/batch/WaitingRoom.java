package dev.undercurrent.batch;

import dev.undercurrent.features.FeatureVector;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What waits in the tasks of one stream thread, and how long it is let wait: the tasks look at it in the same pass of
 * the thread's loop, and what came to all of them since the pass before says how soon the next one is to be.
 *
 * <p>Many in one tick say that there will be more still if they wait for twice as long; few, that waiting gains
 * nothing. After a tick in which next to none came, the first one that does need not wait at all. Not thread-safe: the
 * thread owns it.
 */
final class WaitingRoom {
    /** Vectors in a tick that show that the thread's streams are not quiet. */
    private static final int MANY = 2;

    private final List<List<Record<String, FeatureVector>>> tasks = new ArrayList<>();
    private int passes;
    private int patience = 1;
    private int arrived;
    private boolean isQuiet;

    /** @param waiting of one task; the task's own list, looked at whenever another one asks */
    void enter(List<Record<String, FeatureVector>> waiting) {
        tasks.add(waiting);
    }

    void leave(List<Record<String, FeatureVector>> waiting) {
        tasks.removeIf(each -> each == waiting);
    }

    /** Notes one more vector; returns whether it comes alone, and so need not wait. */
    boolean isNextAlone() {
        return ++arrived == 1 && isQuiet;
    }

    /**
     * Notes that a task looks at what waits; the first one in a pass draws the conclusions.
     *
     * @param last what the call gave that the task made before; 0 for its first
     */
    int pass(int last) {
        if (last == passes) {
            passes++;
            isQuiet = arrived < MANY;
            if (arrived >= MANY * patience) {
                patience = Math.min(2 * patience, BatchConfig.TICKS);
            } else if (arrived < patience) {
                patience = Math.max(1, patience / 2);
            }
            arrived = 0;
        }
        return passes;
    }

    /** Ticks until the next pass, {@code 1..}{@link BatchConfig#TICKS}. */
    int patience() {
        return patience;
    }

    /** What waits in the other tasks, the first {@code most} of it. */
    List<FeatureVector> besides(List<Record<String, FeatureVector>> own, int most) {
        List<FeatureVector> others = new ArrayList<>();
        for (List<Record<String, FeatureVector>> waiting : tasks) {
            for (int i = 0; waiting != own && i < waiting.size() && others.size() < most; i++) {
                others.add(waiting.get(i).value());
            }
        }
        return others;
    }
}
