package dev.undercurrent.publish;

import dev.undercurrent.score.Latent;
import dev.undercurrent.score.Reason;
import dev.undercurrent.score.Score;
import dev.undercurrent.score.Value;

/**
 * Writes records as JSON in UTF-8, fields in a fixed order; what is not a finite number is {@code null}. The buffer is
 * used again and again. Not thread-safe: one serializer owns it.
 */
public final class RecordWriter {
    private static final byte[] ID = JsonBytes.named("id");
    private static final byte[] KEY = JsonBytes.named("key");
    private static final byte[] TIME = JsonBytes.named("time");
    private static final byte[] SCORED_AT = JsonBytes.named("scoredAt");
    private static final byte[] TOPOLOGY = JsonBytes.named("topology");
    private static final byte[] MODEL = JsonBytes.named("model");
    private static final byte[] STAGE = JsonBytes.named("stage");
    private static final byte[] SCORE = JsonBytes.named("score");
    private static final byte[] SURPRISE = JsonBytes.named("surprise");
    private static final byte[] RECONSTRUCTION = JsonBytes.named("reconstruction");
    private static final byte[] KL = JsonBytes.named("kl");
    private static final byte[] TAIL_PROBABILITY = JsonBytes.named("tailProbability");
    private static final byte[] RISK = JsonBytes.named("risk");
    private static final byte[] ANOMALY = JsonBytes.named("anomaly");
    private static final byte[] LATE = JsonBytes.named("late");
    private static final byte[] REASONS = JsonBytes.named("reasons");
    private static final byte[] FEATURE = JsonBytes.named("feature");
    private static final byte[] ACTUAL = JsonBytes.named("actual");
    private static final byte[] EXPECTED = JsonBytes.named("expected");
    private static final byte[] LOW = JsonBytes.named("low");
    private static final byte[] HIGH = JsonBytes.named("high");
    private static final byte[] OTHER_REASONS = JsonBytes.named("otherReasons");
    private static final byte[] LATENT = JsonBytes.named("latent");
    private static final byte[] MEAN = JsonBytes.named("mean");
    private static final byte[] STD = JsonBytes.named("std");
    private static final byte[] INPUT = JsonBytes.named("input");

    private final JsonBytes json = new JsonBytes();

    /** A score record in the order that the record's format names its fields. */
    public byte[] write(ScoreRecord record) {
        json.begin().open('{');
        json.name(ID).text(record.id());
        json.name(KEY).text(record.key());
        json.name(TIME).whole(record.time());
        json.name(SCORED_AT).whole(record.scoredAt());
        json.name(TOPOLOGY).text(record.topology());
        writeScore(record.score());
        json.name(RISK).number(record.verdict().risk());
        json.name(ANOMALY).flag(record.verdict().anomaly());
        json.name(LATE).flag(record.late());
        writeReasons(record.score());
        writeLatent(record.score().latent());
        writeInput(record.input());
        return json.close('}').toBytes();
    }

    private void writeScore(Score score) {
        json.name(MODEL).whole(score.modelVersion());
        json.name(STAGE)
                .text(
                        switch (score.stage()) {
                            case BASELINE -> "baseline";
                            case MODEL -> "model";
                        });
        nats(SCORE, score.score());
        nats(SURPRISE, score.surprise());
        nats(RECONSTRUCTION, score.reconstruction());
        nats(KL, score.kl());
        json.name(TAIL_PROBABILITY).number(score.tailProbability());
    }

    private void writeReasons(Score score) {
        json.name(REASONS).open('[');
        for (int i = 0; i < score.reasons().size(); i++) {
            Reason reason = score.reasons().get(i);
            json.open('{').name(FEATURE).text(reason.feature());
            actual(reason.actual());
            expected(reason.expected());
            if (Double.isFinite(reason.low()) && Double.isFinite(reason.high())) {
                json.name(LOW).figure(reason.low());
                json.name(HIGH).figure(reason.high());
            }
            nats(SURPRISE, reason.surprise());
            json.close('}');
        }
        json.close(']');
        nats(OTHER_REASONS, score.otherReasons());
    }

    private void actual(Value value) {
        json.name(ACTUAL);
        if (value instanceof Value.Numeric number) {
            json.value(number.number());
        } else {
            other(value);
        }
    }

    private void expected(Value value) {
        json.name(EXPECTED);
        if (value instanceof Value.Numeric number) {
            json.figure(number.number());
        } else {
            other(value);
        }
    }

    private void other(Value value) {
        if (value instanceof Value.Text text) {
            json.text(text.text());
        } else {
            json.nothing();
        }
    }

    private void writeLatent(Latent latent) {
        json.name(LATENT).open('{').name(MEAN).open('[');
        for (int k = 0; k < latent.size(); k++) {
            json.nats(latent.mean(k));
        }
        json.close(']').name(STD).open('[');
        for (int k = 0; k < latent.size(); k++) {
            json.nats(latent.std(k));
        }
        json.close(']').close('}');
    }

    private void writeInput(Input input) {
        if (input.size() == 0) {
            return;
        }
        json.name(INPUT).open('{');
        for (int slot = 0; slot < input.size(); slot++) {
            if (!input.isPublished(slot)) {
                continue;
            }
            json.name(input.name(slot));
            if (input.text(slot).isEmpty()) {
                json.value(input.number(slot));
            } else {
                json.text(input.text(slot));
            }
        }
        json.close('}');
    }

    /** A latent code. */
    public byte[] write(LatentCode code) {
        json.begin().open('{');
        json.name(ID).text(code.id());
        json.name(KEY).text(code.key());
        json.name(TIME).whole(code.time());
        json.name(TOPOLOGY).text(code.topology());
        json.name(MODEL).whole(code.model());
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

    private void nats(byte[] name, double value) {
        json.name(name).nats(value);
    }
}
