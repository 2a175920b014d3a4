package dev.undercurrent.demo;

import dev.undercurrent.publish.LifecycleEvent;
import dev.undercurrent.publish.ScoreRecord;

/** Watches a demo. Called by the demo's own thread. */
public interface DemoListener {
    /** What the demo does from here on. */
    void phase(String text);

    /** How far the current phase has come, {@code done} of {@code total}. */
    void progress(long done, long total);

    /** Something happened to the model. */
    void lifecycle(LifecycleEvent event);

    /** A unit was flagged. */
    void flagged(ScoreRecord record);
}
