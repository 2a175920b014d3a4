package dev.undercurrent.vae;

import dev.undercurrent.features.FeatureEncoding;
import dev.undercurrent.simd.DrawMeans;
import java.util.List;

/** {@link FlagLikelihood} on registers. */
final class FlagLanes implements LaneHead {
    private final float[] logits;

    FlagLanes(List<FeatureEncoding> features) {
        this.logits = new float[features.size()];
        for (int column = 0; column < logits.length; column++) {
            logits[column] = FlagLikelihood.logit(features.get(column));
        }
    }

    @Override
    public float factor(int column) {
        return 1;
    }

    @Override
    public float shift(int column) {
        return logits[column];
    }

    @Override
    public void score(DrawMeans means, int line, LaneRows rows) {
        means.softplusses(line, logits.length);
        for (int column = 0; column < logits.length; column++) {
            for (int row = 0; row < rows.size(); row++) {
                float nats = means.term(column, row) - rows.x(column, row) * means.output(column, row);
                rows.surprise(column, row, nats);
            }
        }
        if (rows.expects()) {
            means.logistics(line, logits.length);
            for (int column = 0; column < logits.length; column++) {
                for (int row = 0; row < rows.size(); row++) {
                    rows.expect(column, row, means.term(column, row), 0);
                }
            }
        }
    }
}
