package dev.undercurrent.vae;

/**
 * What changes from one training step to the next. Immutable.
 *
 * @param step from 0
 * @param rate of Adam
 * @param beta weight of the KL term
 * @param noise 1 to draw z, 0 to take the posterior's mean
 */
record Schedule(int step, double rate, double beta, double noise) {
    static final int RATE = 0;
    static final int BETA = 1;
    static final int NOISE = 2;
    static final int BETA1_POWER = 3;
    static final int BETA2_POWER = 4;

    /** −ELBO at the posterior mean. */
    static final Schedule EVALUATION = new Schedule(0, 0, 1, 0);

    private static final int RATE_WARMUP = 50;

    /** Rate: linear over 50 steps, then constant, a cosine to 0 over the second half. KL: linear over the warm-up. */
    static Schedule of(ModelConfig config, int step) {
        double rate = config.learningRate() * Math.min(1, (step + 1.0) / RATE_WARMUP);
        double half = config.steps() / 2.0;
        if (step > half) {
            rate *= 0.5 * (1 + Math.cos(Math.PI * (step - half) / half));
        }
        double beta = config.beta() * Math.min(1, (step + 1.0) / Math.max(1, config.warmup()));
        return new Schedule(step, rate, beta, 1);
    }

    /** What is fed, by the indices above. */
    float[] values() {
        return new float[] {
            (float) rate,
            (float) beta,
            (float) noise,
            (float) Math.pow(0.9, step + 1),
            (float) Math.pow(0.999, step + 1)
        };
    }
}
