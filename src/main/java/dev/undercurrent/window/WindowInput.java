package dev.undercurrent.window;

import dev.undercurrent.features.WindowedEvent;
import dev.undercurrent.source.Verdict;

/** What reaches the trailing windows of a key: its events, and the verdicts on them. */
public sealed interface WindowInput {
    /** An event to be aggregated. */
    record OfEvent(WindowedEvent event) implements WindowInput {}

    /** A verdict that counts from its own time on. */
    record OfVerdict(Verdict verdict) implements WindowInput {}
}
