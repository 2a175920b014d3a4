package dev.undercurrent.topology;

import dev.undercurrent.features.WindowInput;
import dev.undercurrent.source.DeadLetter;
import dev.undercurrent.source.DeadLetter.Origin;
import dev.undercurrent.source.Outcome;
import dev.undercurrent.source.RecordLimits;
import dev.undercurrent.source.Verdict;
import dev.undercurrent.source.VerdictJson;
import dev.undercurrent.window.WindowGroup;
import java.util.List;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The feedback topic as input of the window groups that count confirmed units. */
final class Verdicts {
    private final StreamsBuilder builder;
    private final String topic;
    private final List<WindowGroup> groups;
    private final DeadLetters deadLetters;
    private @Nullable KStream<String, Verdict> verdicts;

    /** The topic is read only once a group asks for it. */
    Verdicts(StreamsBuilder builder, String topic, List<WindowGroup> all, DeadLetters deadLetters) {
        this.builder = builder;
        this.topic = topic;
        this.groups = all.stream().filter(WindowGroup::countsConfirmed).toList();
        this.deadLetters = deadLetters;
    }

    /** The verdicts under their key in a group. */
    KStream<String, WindowInput> of(WindowGroup group) {
        KStream<String, Verdict> read = verdicts == null ? read() : verdicts;
        verdicts = read;
        return read.map(
                (id, verdict) -> new KeyValue<>(
                        verdict.keys().getOrDefault(group.name(), id), new WindowInput.OfVerdict(verdict)),
                Named.as("verdict-of-" + group.name()));
    }

    private KStream<String, Verdict> read() {
        return deadLetters.separate(
                builder.stream(topic, RawRecords.named("feedback", AutoOffsetReset.earliest()))
                        .process(Reader::new, Named.as("verdicts")),
                "verdicts");
    }

    /** Rejects what is no verdict, or does not say whose windows it belongs to. */
    private final class Reader extends ContextualProcessor<byte[], byte[], String, Outcome<Verdict>> {
        @Override
        public void process(Record<byte[], byte[]> record) {
            Origin origin = context()
                    .recordMetadata()
                    .map(metadata -> new Origin(
                            metadata.topic(), metadata.partition(), metadata.offset(), record.key(), record.value()))
                    .orElse(new Origin("", -1, -1, record.key(), record.value()));
            DeadLetter unread = RecordLimits.check(origin, record.headers());
            Outcome<Verdict> parsed =
                    unread == null ? VerdictJson.parse(origin, record.timestamp()) : new Outcome.Rejected<>(unread);
            Outcome<Verdict> outcome =
                    parsed instanceof Outcome.Accepted<Verdict> accepted ? complete(accepted.value(), origin) : parsed;
            context().forward(record.withKey("").withValue(outcome));
        }

        private Outcome<Verdict> complete(Verdict verdict, Origin origin) {
            for (WindowGroup group : groups) {
                if (!verdict.keys().containsKey(group.name())) {
                    return new Outcome.Rejected<>(new DeadLetter(
                            origin,
                            DeadLetter.Reason.MISSING_KEY,
                            "keys." + group.name() + ": absent (expected: a key)"));
                }
            }
            return new Outcome.Accepted<>(verdict);
        }
    }
}
