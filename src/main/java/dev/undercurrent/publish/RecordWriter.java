package dev.undercurrent.publish;

import dev.undercurrent.score.Latent;
import dev.undercurrent.score.Reason;
import dev.undercurrent.score.Rounding;
import dev.undercurrent.score.Score;
import dev.undercurrent.score.Value;

/**
 * Writes records as JSON in UTF-8, fields in a fixed order; what is not a finite number is {@code null}. The buffer is
 * used again and again. Not thread-safe: one serializer owns it.
 */
public final class RecordWriter {
    private final JsonBytes json = new JsonBytes();

    /** A score record in the order that the record's format names its fields. */
    public byte[] write(ScoreRecord record) {
        json.begin().open('{');
        json.name("id").text(record.id());
        json.name("key").text(record.key());
        json.name("time").whole(record.time());
        json.name("scoredAt").whole(record.scoredAt());
        json.name("topology").text(record.topology());
        writeScore(record.score());
        json.name("risk").number(record.verdict().risk());
        json.name("anomaly").flag(record.verdict().anomaly());
        json.name("late").flag(record.late());
        writeReasons(record.score());
        writeLatent(record.score().latent());
        writeInput(record.input());
        return json.close('}').toBytes();
    }

    private void writeScore(Score score) {
        json.name("model").whole(score.modelVersion());
        json.name("stage")
                .text(
                        switch (score.stage()) {
                            case BASELINE -> "baseline";
                            case MODEL -> "model";
                        });
        nats("score", score.score());
        nats("surprise", score.surprise());
        nats("reconstruction", score.reconstruction());
        nats("kl", score.kl());
        json.name("tailProbability").number(score.tailProbability());
    }

    private void writeReasons(Score score) {
        json.name("reasons").open('[');
        for (int i = 0; i < score.reasons().size(); i++) {
            Reason reason = score.reasons().get(i);
            json.open('{').name("feature").text(reason.feature());
            value("actual", reason.actual());
            value("expected", reason.expected());
            if (Double.isFinite(reason.low()) && Double.isFinite(reason.high())) {
                json.name("low").number(Rounding.figure(reason.low()));
                json.name("high").number(Rounding.figure(reason.high()));
            }
            nats("surprise", reason.surprise());
            json.close('}');
        }
        json.close(']');
        nats("otherReasons", score.otherReasons());
    }

    private void value(String name, Value value) {
        json.name(name);
        if (value instanceof Value.Numeric number) {
            boolean exact = name.equals("actual");
            json.number(exact ? number.number() : Rounding.figure(number.number()));
        } else if (value instanceof Value.Text text) {
            json.text(text.text());
        } else {
            json.nothing();
        }
    }

    private void writeLatent(Latent latent) {
        json.name("latent").open('{').name("mean").open('[');
        for (int k = 0; k < latent.size(); k++) {
            json.number(Rounding.nats(latent.mean(k)));
        }
        json.close(']').name("std").open('[');
        for (int k = 0; k < latent.size(); k++) {
            json.number(Rounding.nats(latent.std(k)));
        }
        json.close(']').close('}');
    }

    private void writeInput(Input input) {
        if (input.size() == 0) {
            return;
        }
        json.name("input").open('{');
        for (int slot = 0; slot < input.size(); slot++) {
            if (!input.isPublished(slot)) {
                continue;
            }
            json.name(input.name(slot));
            if (input.text(slot).isEmpty()) {
                json.number(input.number(slot));
            } else {
                json.text(input.text(slot));
            }
        }
        json.close('}');
    }

    /** A latent code. */
    public byte[] write(LatentCode code) {
        json.begin().open('{');
        json.name("id").text(code.id());
        json.name("key").text(code.key());
        json.name("time").whole(code.time());
        json.name("topology").text(code.topology());
        json.name("model").whole(code.model());
        writeLatent(code.latent());
        return json.close('}').toBytes();
    }

    /** A lifecycle event. */
    public byte[] write(LifecycleEvent event) {
        json.begin().open('{');
        json.name("type").text(event.type().text());
        json.name("topology").text(event.topology());
        json.name("segment").text(event.segment());
        json.name("version").whole(event.version());
        json.name("reason").text(event.reason());
        json.name("time").whole(event.time());
        json.name("metrics").open('{');
        event.metrics().forEach((name, value) -> json.name(name).number(value));
        return json.close('}').close('}').toBytes();
    }

    private void nats(String name, double value) {
        json.name(name).number(Rounding.nats(value));
    }
}
