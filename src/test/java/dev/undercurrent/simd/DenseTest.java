package dev.undercurrent.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenseTest {
    @ParameterizedTest
    @CsvSource({"1,1,1,1", "3,8,16,0.1", "12,33,17,0.1", "64,42,50,1", "20,9,90,0.1"})
    void multipliesAddsAndLeaks(int inputs, int outputs, int columns, float leak) {
        SplittableRandom random = new SplittableRandom(columns);
        float[] weights = noise(random, inputs * outputs);
        float[] bias = noise(random, outputs);
        int stride = Dense.stride(columns);
        float[] x = noise(random, inputs * stride);
        Dense layer = new Dense(inputs, weights, bias, leak);
        float[] y = new float[layer.lines() * stride];
        layer.apply(x, y, stride);
        for (int output = 0; output < outputs; output++) {
            for (int column = 0; column < columns; column++) {
                double sum = bias[output];
                for (int input = 0; input < inputs; input++) {
                    sum += weights[input * outputs + output] * (double) x[input * stride + column];
                }
                double expected = sum < 0 ? leak * sum : sum;
                assertThat((double) y[output * stride + column]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    private static float[] noise(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
