package dev.undercurrent.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.state.LocalState;
import java.nio.file.Path;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

class RunFailureTest {
    private static final LocalState STORES = new LocalState(Path.of("/data/state/pumps-1"), "pumps");

    @Test
    void saysWhyARecordCouldNotBeProcessedAndNotOnlyWhere() {
        assertThat(explained(new StreamsException(
                        "process. offset=7\nat", new SerializationException("no bundle of this build"))))
                .hasMessage("process. offset=7: no bundle of this build");
        assertThat(explained(new StreamsException("alone"))).hasMessage("alone");
        assertThat(explained(new StreamsException(new SerializationException("once"))))
                .hasMessage("org.apache.kafka.common.errors.SerializationException: once");
    }

    @Test
    void saysThatAnotherInstanceHasItsName() {
        StreamsException fenced = new StreamsException("offsets", new FencedInstanceIdException("of a broker"));
        assertThat(explained(fenced))
                .hasMessage("instance pumps-1: another one of this name has taken its place (expected: a name for each"
                        + " that runs); stop one of them or set --instance");
    }

    @Test
    void saysThatTopicsHaveOtherPartitionsThanTheirState() {
        assertThat(explained(
                        new StreamsException("Existing internal topic pumps-x has invalid partitions: expected: 8")))
                .hasMessage("topics: Existing internal topic pumps-x has invalid partitions: expected: 8 (expected: a"
                        + " source and a feedback topic of as many partitions as they had); give the topology another"
                        + " name, or begin anew with: undercurrent reset pumps");
    }

    @Test
    void tellsACorruptStoreFromOneThatCannotBeWritten() {
        StreamsException corrupt = store(Status.Code.Corruption);
        assertThat(RunFailure.isCorruptStore(corrupt)).isTrue();
        assertThat(explained(corrupt))
                .hasMessage("folder /data/state/pumps-1/pumps: Error opening store host: corrupt (expected: stores as"
                        + " they were written); check the disk and start it again: the stores there are deleted, and"
                        + " restored from their changelogs");
        assertThat(RunFailure.isCorruptStore(store(Status.Code.IOError))).isFalse();
        assertThat(RunFailure.isCorruptStore(new IllegalStateException())).isFalse();
    }

    @Test
    void tellsATransactionThatBrokersGaveUpFromOneThatAnInstanceMayNotHave() {
        assertThat(RunFailure.isLostTransaction(
                        new StreamsException("commit", new InvalidTxnStateException("of a broker"))))
                .isTrue();
        assertThat(RunFailure.isLostTransaction(
                        new StreamsException("send", new TransactionAbortableException("of a broker"))))
                .isTrue();
        assertThat(RunFailure.isLostTransaction(
                        new StreamsException("init", new TransactionalIdAuthorizationException("of a broker"))))
                .isFalse();
    }

    private static StreamsException store(Status.Code code) {
        RocksDBException cause = new RocksDBException("in a table", new Status(code, Status.SubCode.None, ""));
        return new ProcessorStateException("Error opening store host", cause);
    }

    private static RuntimeException explained(StreamsException failure) {
        return RunFailure.explained(failure, "pumps-1", STORES);
    }
}
