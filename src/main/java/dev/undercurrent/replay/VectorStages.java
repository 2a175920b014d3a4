package dev.undercurrent.replay;

import dev.undercurrent.features.FeatureExtractor;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.WindowedEvent;
import dev.undercurrent.source.DeadLetter.Reason;
import dev.undercurrent.source.Event;
import dev.undercurrent.source.Verdict;
import dev.undercurrent.window.ClosedWindows;
import dev.undercurrent.window.EntryStore;
import dev.undercurrent.window.History;
import dev.undercurrent.window.TrailingWindows;
import dev.undercurrent.window.VectorPlan;
import dev.undercurrent.window.WindowGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code window → history}: events in, vectors out. Not thread-safe. */
final class VectorStages {
    /** Entries and rows kept decoded, beside those in the stores. */
    private static final long CACHED_ENTRIES = 2_000_000;

    private final FeatureExtractor extractor;
    private final int slots;
    private final List<TrailingWindows> trailing = new ArrayList<>();
    private final @Nullable Closed closed;
    private final @Nullable History history;

    /** Takes what the stages make. */
    interface Output {
        void unit(FeatureVector vector, int label);
    }

    private record Closed(WindowGroup group, ClosedWindows windows, WindowLabels labels) {}

    /** @param vectors of a key that are seen together, {@code T} */
    VectorStages(VectorPlan plan, int vectors) {
        slots = plan.schema().size();
        extractor = plan.extractor();
        if (plan.scoresWindows()) {
            WindowGroup group = plan.groups().get(0);
            ClosedWindows windows = new ClosedWindows(group, EntryStore.inMemory(), slots, CACHED_ENTRIES);
            closed = new Closed(group, windows, new WindowLabels(group.config()));
        } else {
            closed = null;
            for (WindowGroup group : plan.groups()) {
                trailing.add(new TrailingWindows(group, EntryStore.inMemory(), CACHED_ENTRIES));
            }
        }
        history = vectors > 1 ? new History(EntryStore.inMemory(), vectors, CACHED_ENTRIES) : null;
    }

    /** @return why the event is in none of its windows; empty where it is, or all windows are trailing ones */
    Optional<Reason> accept(Event event, int label, long wallTime, Output output) {
        if (closed != null) {
            closed.labels().add(closed.group().keyOf(event), event.time(), label);
            return closed.windows().add(event, wallTime, vector -> closed(vector, closed.labels(), output));
        }
        WindowedEvent windowed = WindowedEvent.of(event, slots, null);
        for (TrailingWindows windows : trailing) {
            windows.fill(windowed, wallTime);
        }
        output.unit(withHistory(extractor.extract(windowed)), label);
        return Optional.empty();
    }

    void confirm(Verdict verdict, long wallTime) {
        for (TrailingWindows windows : trailing) {
            windows.confirm(verdict, wallTime);
        }
    }

    /** Forgets idle keys, a few at a time. */
    void sweep(long wallTime) {
        for (TrailingWindows windows : trailing) {
            windows.sweep(wallTime);
        }
        if (closed != null) {
            closed.windows().sweep(wallTime);
        }
    }

    /** Closes every open window, as the wall clock does when a stream falls silent. */
    void finish(Output output) {
        if (closed != null) {
            closed.windows().closeUntil(Long.MAX_VALUE, vector -> closed(vector, closed.labels(), output));
        }
    }

    private void closed(FeatureVector vector, WindowLabels labels, Output output) {
        output.unit(withHistory(vector), labels.of(vector.key(), vector.time()));
    }

    private FeatureVector withHistory(FeatureVector vector) {
        return history == null ? vector : history.withHistory(vector);
    }
}
