package dev.undercurrent.features;

import dev.undercurrent.source.DeadLetter;
import dev.undercurrent.source.DeadLetter.Origin;
import dev.undercurrent.source.Event;
import dev.undercurrent.source.EventFields;
import dev.undercurrent.source.EventParser;
import dev.undercurrent.source.Outcome;
import dev.undercurrent.source.RecordLimits;
import dev.undercurrent.source.SourceConfig;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The stage from a record to its event: key and timestamp become the event's, headers stay. What is no event goes on as
 * rejected under its old timestamp and an empty key.
 */
public final class FeaturesStage implements ProcessorSupplier<byte[], byte[], String, Outcome<WindowedEvent>> {
    private static final Origin NO_ORIGIN = new Origin("", -1, -1, null, null);

    private final SourceConfig source;
    private final EventFields fields;
    private final int slots;
    private final boolean keepOrigin;

    /**
     * @param slots of the vector, {@code F}
     * @param keepOrigin whether a later stage may reject an event and so needs its bytes
     */
    public FeaturesStage(SourceConfig source, EventFields fields, int slots, boolean keepOrigin) {
        this.source = source;
        this.fields = fields;
        this.slots = slots;
        this.keepOrigin = keepOrigin;
    }

    @Override
    public Processor<byte[], byte[], String, Outcome<WindowedEvent>> get() {
        return new FeaturesProcessor(new EventParser(source, fields));
    }

    private final class FeaturesProcessor extends ContextualProcessor<byte[], byte[], String, Outcome<WindowedEvent>> {
        private final EventParser parser;

        private FeaturesProcessor(EventParser parser) {
            this.parser = parser;
        }

        @Override
        public void process(Record<byte[], byte[]> input) {
            Origin origin = context()
                    .recordMetadata()
                    .map(metadata -> origin(metadata, input.key(), input.value()))
                    .orElse(NO_ORIGIN);
            DeadLetter unread = RecordLimits.check(origin, input.headers());
            Outcome<Event> parsed = unread == null
                    ? parser.parse(origin, input.timestamp(), context().currentSystemTimeMs())
                    : new Outcome.Rejected<>(unread);
            if (parsed instanceof Outcome.Accepted<Event> accepted) {
                Event event = accepted.value();
                WindowedEvent windowed = WindowedEvent.of(event, slots, keepOrigin ? origin : null);
                forward(input, event.key(), event.time(), new Outcome.Accepted<>(windowed));
            } else if (parsed instanceof Outcome.Rejected<Event> rejected) {
                forward(input, "", input.timestamp(), new Outcome.Rejected<>(rejected.letter()));
            }
        }

        private void forward(Record<byte[], byte[]> input, String key, long time, Outcome<WindowedEvent> outcome) {
            context().forward(new Record<>(key, outcome, time, input.headers()));
        }
    }

    private static Origin origin(RecordMetadata metadata, byte @Nullable [] key, byte @Nullable [] value) {
        return new Origin(metadata.topic(), metadata.partition(), metadata.offset(), key, value);
    }
}
