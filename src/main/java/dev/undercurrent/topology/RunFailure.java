package dev.undercurrent.topology;

import dev.undercurrent.cluster.Rights;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.errors.StreamsException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What a failure of Kafka Streams means to whoever is on call. */
final class RunFailure {
    private RunFailure() {}

    /**
     * The failure with a message that says what is wrong and what helps, where that is known; else with what its cause
     * says, as Kafka Streams itself tells only where a record could not be processed.
     *
     * @param instance name of the instance that failed
     * @param stores the folder of its stores
     */
    static RuntimeException explained(StreamsException failure, String instance, Path stores) {
        if (cause(failure, FencedInstanceIdException.class).isPresent()) {
            return new IllegalStateException(
                    "instance " + instance + ": another one of this name has taken its place (expected: a name for"
                            + " each that runs); stop one of them or set --instance",
                    failure);
        }
        if (isCorruptStore(failure)) {
            return new IllegalStateException(
                    "folder " + stores + ": " + firstLine(failure) + ": corrupt (expected: stores as they were"
                            + " written); check the disk and start it again: the stores there are deleted, and restored"
                            + " from their changelogs",
                    failure);
        }
        Optional<AuthorizationException> refusal = cause(failure, AuthorizationException.class);
        if (refusal.isPresent()) {
            return new IllegalStateException(Rights.line("kafka", refusal.get()), failure);
        }
        Throwable why = failure.getCause();
        return why == null || why.getMessage() == null
                ? failure
                : new StreamsException(firstLine(failure) + ": " + why.getMessage(), failure);
    }

    /** Whether a store on disk is not what was written to it, so that it is of no use any more. */
    static boolean isCorruptStore(Throwable failure) {
        return cause(failure, RocksDBException.class)
                .map(RocksDBException::getStatus)
                .filter(status -> status.getCode() == Status.Code.Corruption)
                .isPresent();
    }

    /** What lies behind a failure, or the failure itself, if it is of a kind. */
    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return Optional.of(kind.cast(cause));
            }
        }
        return Optional.empty();
    }

    /** The first line of a failure's message; without one, the kind of failure. */
    static String firstLine(Throwable failure) {
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return text.lines().findFirst().orElse("");
    }
}
