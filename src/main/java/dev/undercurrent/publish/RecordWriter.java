package dev.undercurrent.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.undercurrent.score.Latent;
import dev.undercurrent.score.Reason;
import dev.undercurrent.score.Rounding;
import dev.undercurrent.score.Score;
import dev.undercurrent.score.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Writes records as JSON in UTF-8, fields in a fixed order; what is not a finite number is {@code null}. The buffer and
 * the generator are used again and again. Not thread-safe: one serializer owns it.
 */
public final class RecordWriter {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .rootValueSeparator("")
            .build();

    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);
    private final JsonGenerator json;

    public RecordWriter() {
        try {
            json = JSON.createGenerator(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A score record in the order that the record's format names its fields. */
    public byte[] write(ScoreRecord record) {
        buffer.reset();
        try {
            json.writeStartObject();
            json.writeStringField("id", record.id());
            json.writeStringField("key", record.key());
            json.writeNumberField("time", record.time());
            json.writeNumberField("scoredAt", record.scoredAt());
            json.writeStringField("topology", record.topology());
            writeScore(record.score());
            number("risk", record.verdict().risk());
            json.writeBooleanField("anomaly", record.verdict().anomaly());
            json.writeBooleanField("late", record.late());
            writeReasons(record.score());
            writeLatent(record.score().latent());
            writeInput(record.input());
            json.writeEndObject();
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return buffer.toByteArray();
    }

    private void writeScore(Score score) throws IOException {
        json.writeNumberField("model", score.modelVersion());
        json.writeStringField(
                "stage",
                switch (score.stage()) {
                    case BASELINE -> "baseline";
                    case MODEL -> "model";
                });
        nats("score", score.score());
        nats("surprise", score.surprise());
        nats("reconstruction", score.reconstruction());
        nats("kl", score.kl());
        number("tailProbability", score.tailProbability());
    }

    private void writeReasons(Score score) throws IOException {
        json.writeArrayFieldStart("reasons");
        for (int i = 0; i < score.reasons().size(); i++) {
            Reason reason = score.reasons().get(i);
            json.writeStartObject();
            json.writeStringField("feature", reason.feature());
            value("actual", reason.actual());
            value("expected", reason.expected());
            if (Double.isFinite(reason.low()) && Double.isFinite(reason.high())) {
                json.writeNumberField("low", Rounding.figure(reason.low()));
                json.writeNumberField("high", Rounding.figure(reason.high()));
            }
            nats("surprise", reason.surprise());
            json.writeEndObject();
        }
        json.writeEndArray();
        nats("otherReasons", score.otherReasons());
    }

    private void value(String name, Value value) throws IOException {
        if (value instanceof Value.Numeric number) {
            boolean exact = name.equals("actual");
            number(name, exact ? number.number() : Rounding.figure(number.number()));
        } else if (value instanceof Value.Text text) {
            json.writeStringField(name, text.text());
        } else {
            json.writeNullField(name);
        }
    }

    private void writeLatent(Latent latent) throws IOException {
        json.writeObjectFieldStart("latent");
        json.writeArrayFieldStart("mean");
        for (int k = 0; k < latent.size(); k++) {
            number(Rounding.nats(latent.mean(k)));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("std");
        for (int k = 0; k < latent.size(); k++) {
            number(Rounding.nats(latent.std(k)));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeInput(Input input) throws IOException {
        if (input.size() == 0) {
            return;
        }
        json.writeObjectFieldStart("input");
        for (int slot = 0; slot < input.size(); slot++) {
            if (!input.isPublished(slot)) {
                continue;
            }
            json.writeFieldName(input.name(slot));
            if (input.text(slot).isEmpty()) {
                number(input.number(slot));
            } else {
                json.writeString(input.text(slot));
            }
        }
        json.writeEndObject();
    }

    /** A latent code. */
    public byte[] write(LatentCode code) {
        buffer.reset();
        try {
            json.writeStartObject();
            json.writeStringField("id", code.id());
            json.writeStringField("key", code.key());
            json.writeNumberField("time", code.time());
            json.writeStringField("topology", code.topology());
            json.writeNumberField("model", code.model());
            writeLatent(code.latent());
            json.writeEndObject();
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return buffer.toByteArray();
    }

    /** A lifecycle event. */
    public byte[] write(LifecycleEvent event) {
        buffer.reset();
        try {
            json.writeStartObject();
            json.writeStringField("type", event.type().text());
            json.writeStringField("topology", event.topology());
            json.writeStringField("segment", event.segment());
            json.writeNumberField("version", event.version());
            json.writeStringField("reason", event.reason());
            json.writeNumberField("time", event.time());
            json.writeObjectFieldStart("metrics");
            for (Map.Entry<String, Double> metric : event.metrics().entrySet()) {
                number(metric.getKey(), metric.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return buffer.toByteArray();
    }

    private void nats(String name, double value) throws IOException {
        number(name, Rounding.nats(value));
    }

    private void number(String name, double value) throws IOException {
        json.writeFieldName(name);
        number(value);
    }

    private void number(double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }
}
