package dev.undercurrent.run;

import dev.undercurrent.config.Problems;
import dev.undercurrent.model.ModelVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands: its runner tells, probes and pages ask, from before the first broker has answered until after the
 * last commit. Thread-safe.
 */
public final class RunStatus {
    /** What is said of the state before there are streams. */
    private static final String STARTING = "STARTING";

    private volatile String awaited = "the brokers have not answered yet";
    private volatile @Nullable Streams streams;
    private volatile boolean hasRun;
    private volatile boolean closing;
    private volatile Optional<Throwable> failure = Optional.empty();

    /** What is running, once it is. */
    interface Streams {
        KafkaStreams.State state();

        /** The partitions that this instance owns, by task. */
        Map<String, List<String>> tasks();

        /** The model in use. */
        Optional<ModelVersion> model();
    }

    /** The streams' state by its name; {@code STARTING} before there are any. */
    public String state() {
        Streams known = streams;
        return known == null ? STARTING : known.state().name();
    }

    /**
     * Whether it is to be left alone. Assigning partitions and restoring stores is life: who kills a process for that
     * starts a storm of restarts.
     */
    public boolean isAlive() {
        if (failure.isPresent()) {
            return false;
        }
        Streams known = streams;
        return known == null || closing || !isBroken(known.state());
    }

    /** Whether it scores, or is between two assignments of its partitions after it has. */
    public boolean isReady() {
        Streams known = streams;
        return known != null
                && hasRun
                && !closing
                && failure.isEmpty()
                && known.state().isRunningOrRebalancing();
    }

    /** Why it is not ready; empty if it is. */
    public String reason() {
        if (failure.isPresent()) {
            return "failed: " + Problems.firstLine(failure.get());
        }
        if (closing) {
            return "shutting down";
        }
        Streams known = streams;
        if (known == null) {
            return "starting: " + awaited;
        }
        if (isReady()) {
            return "";
        }
        KafkaStreams.State state = known.state();
        return isBroken(state)
                ? "streams: " + state + " (expected: RUNNING or REBALANCING)"
                : "streams: " + state + " (expected: RUNNING, once); partitions are assigned and stores restored";
    }

    /** The number of the model version in use; 0 without one. */
    public int modelVersion() {
        Streams known = streams;
        return known == null ? 0 : known.model().map(ModelVersion::version).orElse(0);
    }

    /** The partitions that this instance owns, by task; none while it has no streams that run. */
    public Map<String, List<String>> tasks() {
        Streams known = streams;
        return known == null ? Map.of() : known.tasks();
    }

    /** What ended the run, if something did. */
    public Optional<Throwable> failure() {
        return failure;
    }

    /** Tells that the brokers have answered. */
    void connected() {
        awaited = "the models topic has not been read to its end yet";
    }

    /** Tells that the models topic has been read and the streams are about to start. */
    void starting(Streams newStreams) {
        streams = newStreams;
    }

    void changed(KafkaStreams.State now) {
        hasRun |= now == KafkaStreams.State.RUNNING;
    }

    /** Tells of a failure; what fails after the first one is a consequence. */
    synchronized void failed(Throwable cause) {
        if (failure.isEmpty()) {
            failure = Optional.of(cause);
        }
    }

    /** Tells that the run is about to end. */
    void closing() {
        closing = true;
    }

    private static boolean isBroken(KafkaStreams.State state) {
        return state == KafkaStreams.State.PENDING_ERROR
                || state == KafkaStreams.State.ERROR
                || state == KafkaStreams.State.PENDING_SHUTDOWN
                || state == KafkaStreams.State.NOT_RUNNING;
    }
}
