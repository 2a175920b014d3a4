package dev.undercurrent.features;

/** What a feature's values are, which decides their likelihood and encoding. */
public enum FeatureType {
    /** A real number. */
    NUMBER,
    /** A non-negative whole number of things. */
    COUNT,
    /** 0 or 1. */
    FLAG,
    /** A share, from 0 to 1; what lies outside counts as the nearer end. */
    SHARE,
    /** One of a learned vocabulary of texts, or unseen. */
    CATEGORY,
    /** The phase of the event time within a period, as sine and cosine. */
    CYCLE
}
