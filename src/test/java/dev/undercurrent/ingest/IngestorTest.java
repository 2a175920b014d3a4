package dev.undercurrent.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class IngestorTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final List<Long> progress = new ArrayList<>();

    @Test
    void sendsKeyTimeAndValue() {
        Ingested ingested = ingest(record("{}", "card-1", 1000), record("{\"a\":1}", "", FileRecord.NO_TIME));

        assertThat(producer.history()).hasSize(2);
        assertThat(producer.history().get(0).topic()).isEqualTo("payments");
        assertThat(producer.history().get(0).key())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("card-1");
        assertThat(producer.history().get(0).timestamp()).isEqualTo(1000);
        assertThat(producer.history().get(1).key()).isNull();
        assertThat(producer.history().get(1).timestamp()).isNull();
        assertThat(producer.history().get(1).value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"a\":1}");
        assertThat(ingested.records()).isEqualTo(2);
        assertThat(ingested.bytes()).isEqualTo(9);
        assertThat(ingested.firstTime()).isEqualTo(1000);
        assertThat(ingested.lastTime()).isEqualTo(1000);
        assertThat(progress).containsExactly(1L, 2L);
    }

    @Test
    void failsWhenARecordIsRefused() {
        producer.sendException = new RecordTooLargeException("too large");

        assertThatThrownBy(() -> ingest(record("{}", "a", 1))).isInstanceOf(KafkaException.class);
    }

    @Test
    void recordsAreDueByRateAndByEventTimeWhicheverIsLater() {
        assertThat(Pace.FULL.dueNanos(1000, 1000)).isZero();
        assertThat(new Pace(100, 0).dueNanos(50, 0)).isEqualTo(0.5e9);
        assertThat(new Pace(0, 60).dueNanos(1, 60_000)).isEqualTo(1e9);
        assertThat(new Pace(100, 60).dueNanos(50, 60_000)).isEqualTo(1e9);
    }

    @Test
    void aHistoryIsDueAtOnceAndWhatFollowsWhenItHappens() {
        Pace pace = Pace.live(Duration.ofMinutes(1));
        assertThat(pace.dueNanos(1000, 59_000)).isNotPositive();
        assertThat(pace.dueNanos(1001, 61_500)).isEqualTo(1.5e9);
    }

    @Test
    void closesInPeaceThoughItIsToldToStop() {
        boolean[] disturbed = {true};
        MockProducer<byte[], byte[]> watched =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public void close(Duration timeout) {
                        disturbed[0] = Thread.currentThread().isInterrupted();
                        super.close(timeout);
                    }
                };
        Ingestor ingestor = new Ingestor(watched);
        Thread.currentThread().interrupt();

        ingestor.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(disturbed[0]).isFalse();
        assertThat(watched.closed()).isTrue();
    }

    private Ingested ingest(FileRecord... records) {
        try (Ingestor ingestor = new Ingestor(producer)) {
            return ingestor.ingest(Stream.of(records), "payments", Pace.FULL, progress::add);
        }
    }

    private static FileRecord record(String value, String key, long time) {
        return new FileRecord(value.getBytes(StandardCharsets.UTF_8), key, time, 1);
    }
}
