package dev.undercurrent.features;

/** The distribution that the decoder gives to a feature. */
public enum Likelihood {
    /** By type: number Student-t, count negative binomial, flag and share Bernoulli, category softmax. */
    AUTO,
    /** Student-t with 4 degrees of freedom and one learned scale a feature. */
    STUDENT_T,
    /** Normal with one learned scale a feature. */
    GAUSSIAN,
    /**
     * Negative binomial with one learned dispersion a feature, mixed with a heavy tail so that one wild count cannot
     * drown the rest.
     */
    NEGATIVE_BINOMIAL,
    /** Of a share: the cross-entropy of an expected share, so that its nats are linear in it. */
    BERNOULLI,
    SOFTMAX
}
