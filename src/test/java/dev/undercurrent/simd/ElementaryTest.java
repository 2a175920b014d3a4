package dev.undercurrent.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ElementaryTest {
    private static final int COUNT = 4096;
    private static final double RELATIVE = 3e-7;

    @Test
    void expIsGoodToTheLastBits() {
        float[] values = uniform(-86, 86);
        float[] before = values.clone();
        Elementary.exp(values, COUNT);
        check(before, values, Math::exp);
    }

    @Test
    void expOfWhatIsOutOfRangeIsThatOfTheBound() {
        float[] values = new float[Dense.stride(2)];
        values[0] = -1e30f;
        values[1] = 1e30f;
        Elementary.exp(values, 2);
        assertThat(values[0]).isPositive().isLessThan(1e-37f);
        assertThat(values[1]).isFinite().isGreaterThan(1e38f);
    }

    @Test
    void log1pIsGoodToTheLastBitsFromTheLeastToTheGreatest() {
        float[] values = uniform(-30, 80);
        for (int i = 0; i < COUNT; i++) {
            values[i] = (float) Math.exp(values[i]);
        }
        values[0] = 0;
        float[] before = values.clone();
        Elementary.log1p(values, COUNT);
        check(before, values, Math::log1p);
    }

    private static float[] uniform(double from, double to) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            values[i] = (float) random.nextDouble(from, to);
        }
        return values;
    }

    private static void check(float[] x, float[] y, DoubleUnaryOperator exact) {
        for (int i = 0; i < x.length; i++) {
            double expected = exact.applyAsDouble(x[i]);
            assertThat((double) y[i]).as("of %s", x[i]).isCloseTo(expected, within(RELATIVE * expected));
        }
    }
}
