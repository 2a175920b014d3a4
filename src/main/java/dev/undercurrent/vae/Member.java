package dev.undercurrent.vae;

/**
 * One trained network of an ensemble. Immutable.
 *
 * @param spec its size
 * @param weights its trained parameters
 */
public record Member(VaeSpec spec, Weights weights) {}
