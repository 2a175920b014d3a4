package dev.undercurrent.vae;

import java.util.Arrays;

/** Surprises and posterior means of some vectors. Not thread-safe. */
final class Evaluation {
    private static final double ACTIVE = 0.01;

    private final double[] surprises;
    private final double[] averages;
    private final double[] squares;
    private int n;

    Evaluation(int size, int latent) {
        this.surprises = new double[size];
        this.averages = new double[latent];
        this.squares = new double[latent];
    }

    int size() {
        return surprises.length;
    }

    /**
     * @param rowSurprises {@code [B]}
     * @param means {@code [B, K]}
     */
    void add(float[] rowSurprises, float[] means) {
        int latent = averages.length;
        for (int row = 0; row < rowSurprises.length; row++) {
            surprises[n++] = rowSurprises[row];
            for (int k = 0; k < latent; k++) {
                double mean = means[row * latent + k];
                double delta = mean - averages[k];
                averages[k] += delta / n;
                squares[k] += delta * (mean - averages[k]);
            }
        }
    }

    double mean() {
        return Arrays.stream(surprises).average().orElse(Double.NaN);
    }

    double median() {
        double[] sorted = surprises.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    int activeUnits() {
        return (int) Arrays.stream(squares).filter(s -> s / n > ACTIVE).count();
    }
}
