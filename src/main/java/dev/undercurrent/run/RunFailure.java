package dev.undercurrent.run;

import dev.undercurrent.cluster.Rights;
import dev.undercurrent.config.Problems;
import dev.undercurrent.state.LocalState;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TransactionAbortableException;
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
     * @param stores of its state
     */
    static IllegalStateException explained(StreamsException failure, String instance, LocalState stores) {
        return new IllegalStateException(line(failure, instance, stores), failure);
    }

    private static String line(StreamsException failure, String instance, LocalState stores) {
        String first = Problems.firstLine(failure);
        if (cause(failure, FencedInstanceIdException.class).isPresent()) {
            return "instance " + instance + ": another one of this name has taken its place (expected: a name for each"
                    + " that runs); stop one of them or set --instance";
        }
        if (isCorruptStore(failure)) {
            return "folder " + stores.stores() + ": " + first + ": corrupt (expected: stores as they were written);"
                    + " check the disk and start it again: the stores there are deleted, and restored from their"
                    + " changelogs";
        }
        Optional<InvalidOffsetException> gone = cause(failure, InvalidOffsetException.class);
        if (gone.isPresent()) {
            return "partitions " + new TreeSet<>(names(gone.get())) + ": what was to be read next is not there"
                    + " (expected: the next record, or the end); start it again, which tells whether retention has"
                    + " deleted it or the topic was cut short";
        }
        Optional<AuthorizationException> refusal = cause(failure, AuthorizationException.class);
        if (refusal.isPresent()) {
            return Rights.line("kafka", refusal.get());
        }
        if (first.contains("has invalid partitions")) {
            return "topics: " + first + " (expected: a source and a feedback topic of as many partitions as they had);"
                    + " give the topology another name, or begin anew with: undercurrent reset " + stores.topology();
        }
        String why = failure.getCause() == null ? null : failure.getCause().getMessage();
        return why == null || first.contains(why) ? first : first + ": " + why;
    }

    private static List<String> names(InvalidOffsetException gone) {
        return gone.partitions().stream().map(TopicPartition::toString).toList();
    }

    /** Whether a store on disk is not what was written to it, so that it is of no use any more. */
    static boolean isCorruptStore(Throwable failure) {
        return cause(failure, RocksDBException.class)
                .map(RocksDBException::getStatus)
                .filter(status -> status.getCode() == Status.Code.Corruption)
                .isPresent();
    }

    /**
     * Whether the brokers had given a thread's transaction up, as they do where an instance stands still for longer
     * than the transaction may take. Nothing of it counts, so a new thread does the same again; Kafka Streams itself
     * sees to that for other errors a broker may answer with, not for these.
     */
    static boolean isLostTransaction(Throwable failure) {
        return cause(failure, InvalidTxnStateException.class).isPresent()
                || cause(failure, TransactionAbortableException.class).isPresent();
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
}
