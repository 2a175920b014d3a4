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
    public void score(DrawMeans means, LaneRow row) {
        means.softplusses(row.outputs, row.at(), row.stride, logits.length);
        for (int column = 0; column < logits.length; column++) {
            row.surprises[column] = means.term(column) - row.x(column) * means.output(column);
        }
        if (row.expects()) {
            means.logistics(row.outputs, row.at(), row.stride, logits.length);
            for (int column = 0; column < logits.length; column++) {
                row.expect(column, means.term(column), 0);
            }
        }
    }
}
