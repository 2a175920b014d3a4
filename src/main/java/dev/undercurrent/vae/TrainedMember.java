package dev.undercurrent.vae;

/**
 * What training one member gave. Immutable.
 *
 * @param member the network
 * @param metrics how its training went
 */
public record TrainedMember(Member member, TrainingMetrics metrics) {}
