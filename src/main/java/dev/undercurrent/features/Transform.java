package dev.undercurrent.features;

/** What is done to a number before it is standardised. */
public enum Transform {
    /** {@link #LOG} for non-negative, strongly skewed values of the training sample, else {@link #NONE}. */
    AUTO,
    /** The value as it is. */
    NONE,
    /** {@code sign(x) ln(1 + |x|)}. */
    LOG
}
