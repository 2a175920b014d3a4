package dev.undercurrent.publish;

import dev.undercurrent.score.Latent;

/**
 * A unit's compact code, as {@code NAME.latents} carries it. Codes of two model versions are not comparable. Immutable.
 *
 * @param time ms since the epoch
 * @param model the version that made it
 */
public record LatentCode(String id, String key, long time, String topology, int model, Latent latent) {}
