package dev.undercurrent.vae;

import dev.undercurrent.features.FeatureEncoding;
import dev.undercurrent.features.NegativeBinomial;
import dev.undercurrent.features.Standardizer;
import dev.undercurrent.simd.DrawMeans;
import java.util.List;

/** {@link CountLikelihood} on registers. What depends on a count alone is kept for the counts that are common. */
final class CountLanes implements LaneHead {
    private static final int KNOWN = 256;
    private static final double LOG_TAIL = Math.log(NegativeBinomial.TAIL);
    private static final float[] TAILS = new float[KNOWN];

    static {
        for (int count = 0; count < KNOWN; count++) {
            TAILS[count] = (float) exactTail(count);
        }
    }

    private final int rows;
    private final Column[] columns;
    private final float[] k;
    private final float[] r;
    private final float[] aboves;

    /** What is known of a column. */
    private static final class Column {
        final double mean;
        final double deviation;
        final double dispersion;
        final float shift;
        private final float[] aboves = new float[KNOWN];

        Column(Standardizer standardizer, double dispersion) {
            this.mean = standardizer.mean();
            this.deviation = standardizer.deviation();
            this.dispersion = dispersion;
            this.shift = (float) (mean + Math.log(dispersion));
            for (int count = 0; count < KNOWN; count++) {
                aboves[count] = (float) exactAbove(count);
            }
        }

        /** The raw count again; exact up to about 10,000, beyond that to the precision of a float. */
        double count(float x) {
            double size = Math.abs(x);
            double whole = size > 3 ? 2 + Math.exp(size - 3) : size;
            double logged = mean + deviation * Math.copySign(whole, x);
            return Math.rint(Math.exp(Math.max(0, Math.min(CountLikelihood.GREATEST_LOG, logged))) - 1);
        }

        /** By how much the negative binomial's part that no draw has a say in is above the tail. */
        float above(double count) {
            return count < KNOWN ? aboves[(int) count] : (float) exactAbove(count);
        }

        private double exactAbove(double count) {
            double known = NegativeBinomial.logCoefficient(count, 1 / dispersion);
            return known + Math.log1p(-NegativeBinomial.TAIL) - exactTail(count);
        }
    }

    /**
     * @param dispersions never below the least, one a feature
     * @param rows of a chunk, {@code W}
     */
    CountLanes(List<FeatureEncoding> features, double[] dispersions, int rows) {
        this.rows = rows;
        this.columns = new Column[dispersions.length];
        this.k = new float[dispersions.length * rows];
        this.r = new float[dispersions.length];
        this.aboves = new float[dispersions.length * rows];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = new Column(features.get(column).standardizer(), dispersions[column]);
            r[column] = (float) (1 / dispersions[column]);
        }
    }

    private static float tail(double count) {
        return count < KNOWN ? TAILS[(int) count] : (float) exactTail(count);
    }

    private static double exactTail(double count) {
        return LOG_TAIL - Math.log(count + 1) - Math.log(count + 2);
    }

    @Override
    public float factor(int column) {
        return (float) columns[column].deviation;
    }

    @Override
    public float shift(int column) {
        return columns[column].shift;
    }

    @Override
    public void begin(LaneRows chunk) {
        for (int column = 0; column < columns.length; column++) {
            for (int row = 0; row < chunk.size(); row++) {
                double count = columns[column].count(chunk.x(column, row));
                k[column * rows + row] = (float) count;
                aboves[column * rows + row] = columns[column].above(count);
            }
        }
    }

    @Override
    public void add(DrawMeans means, int line) {
        means.counts(line, columns.length, k, r, aboves);
    }

    @Override
    public int end(DrawMeans means, int line, LaneRows chunk) {
        for (int column = 0; column < columns.length; column++) {
            Column known = columns[column];
            for (int row = 0; row < chunk.size(); row++) {
                chunk.surprise(column, row, -(tail(k[column * rows + row]) + means.term(line + column, row)));
                if (chunk.expects()) {
                    double location = (means.output(line + column, row) - known.shift) / known.deviation;
                    float dispersion = (float) (means.variance(line + column, row) + known.dispersion);
                    chunk.expect(column, row, (float) location, dispersion);
                }
            }
        }
        return columns.length;
    }
}
