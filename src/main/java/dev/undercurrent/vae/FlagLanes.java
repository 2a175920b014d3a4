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
    public void begin(LaneRows chunk) {
        // the values have no part in what is done for each draw
    }

    @Override
    public void add(DrawMeans means, int line) {
        means.flags(line, logits.length);
    }

    @Override
    public int end(DrawMeans means, int line, LaneRows chunk) {
        for (int column = 0; column < logits.length; column++) {
            for (int row = 0; row < chunk.size(); row++) {
                float known = chunk.x(column, row) * means.output(line + column, row);
                chunk.surprise(column, row, means.term(line + column, row) - known);
                if (chunk.expects()) {
                    chunk.expect(column, row, means.share(line + column, row), 0);
                }
            }
        }
        return logits.length;
    }
}
