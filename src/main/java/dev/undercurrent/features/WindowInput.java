package dev.undercurrent.features;

import dev.undercurrent.source.Verdict;

/** What reaches the trailing windows of a key: its events, to be aggregated, and the verdicts on them. */
public sealed interface WindowInput permits WindowedEvent, WindowInput.OfVerdict {
    /** A verdict that counts from its own time on. */
    record OfVerdict(Verdict verdict) implements WindowInput {}
}
