package dev.undercurrent.topology;

import dev.undercurrent.publish.DeadLetterHeaders;
import dev.undercurrent.source.DeadLetter;
import dev.undercurrent.source.Outcome;
import dev.undercurrent.source.RecordLimits;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Leads what the stages reject to the dead-letter topic, bytes untouched, counted by reason. Of a record that is larger
 * than can be sent there only its place in the source is told.
 */
final class DeadLetters {
    /** Bytes of a letter beside those of the record: its own headers. */
    private static final long OWN_BYTES = 64 << 10;

    private final String topic;
    private final long carried;
    private final PipelineMetrics metrics;

    /** @param most bytes of a record that can be sent to the topic */
    DeadLetters(String topic, long most, PipelineMetrics metrics) {
        this.topic = topic;
        this.carried = most - OWN_BYTES;
        this.metrics = metrics;
    }

    /**
     * The accepted values of a stage; the rejected ones go to the topic.
     *
     * @param stage names the nodes
     */
    <V> KStream<String, V> separate(KStream<String, Outcome<V>> outcomes, String stage) {
        outcomes.process(() -> new Writer<V>(), Named.as(stage + "-dead-letter"))
                .to(topic, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(stage + "-dead-letters"));
        return outcomes.process(() -> new Taker<V>(), Named.as(stage + "-accepted"));
    }

    /** Passes on what was accepted. */
    private static final class Taker<V> extends ContextualProcessor<String, Outcome<V>, String, V> {
        @Override
        public void process(Record<String, Outcome<V>> record) {
            if (record.value() instanceof Outcome.Accepted<V> accepted) {
                context().forward(record.withValue(accepted.value()));
            }
        }
    }

    /** Turns a rejected outcome into the record it was, with what is known of it as headers. */
    private final class Writer<V> extends ContextualProcessor<String, Outcome<V>, byte[], byte[]> {
        @Override
        public void process(Record<String, Outcome<V>> record) {
            if (record.value() instanceof Outcome.Rejected<V> rejected) {
                write(record, rejected.letter());
            }
        }

        private void write(Record<String, Outcome<V>> record, DeadLetter letter) {
            metrics.deadLetter(letter.reason());
            DeadLetter.Origin origin = letter.origin();
            long size = size(origin.key()) + size(origin.value()) + RecordLimits.size(record.headers());
            boolean fits = size <= carried;
            Headers headers = fits ? new RecordHeaders(record.headers()) : new RecordHeaders();
            add(headers, DeadLetterHeaders.REASON, DeadLetterHeaders.text(letter.reason()));
            add(
                    headers,
                    DeadLetterHeaders.DETAIL,
                    letter.detail() + (fits ? "" : "; " + size + " bytes, too large to be sent"));
            add(headers, DeadLetterHeaders.TOPIC, origin.topic());
            add(headers, DeadLetterHeaders.PARTITION, String.valueOf(origin.partition()));
            add(headers, DeadLetterHeaders.OFFSET, String.valueOf(origin.offset()));
            byte[] key = fits ? origin.key() : null;
            byte[] value = fits ? origin.value() : null;
            // a broker may refuse what is ahead of its clock, and such a time may be what is wrong with the record
            long time = Math.min(record.timestamp(), context().currentSystemTimeMs());
            context().forward(new Record<>(key, value, time, headers));
        }

        private static int size(byte @Nullable [] bytes) {
            return bytes == null ? 0 : bytes.length;
        }

        private void add(Headers headers, String name, String value) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }
}
