/**
 * The variational autoencoder; the only package that sees TensorFlow. A training thread owns a
 * {@link dev.undercurrent.vae.VaeTrainer}, a TensorFlow graph built in code; a stream thread an
 * {@link dev.undercurrent.vae.EnsembleNet}, which an {@link dev.undercurrent.vae.Engine} computes: the same network as
 * a graph, or, for a fraction of the price where batches are small, on vector registers ({@code Lane…}).
 *
 * <p>Decisions: Adam is written out, because the library's is not reproducible. Weights travel as plain tensors and are
 * constants of the scoring graph, which is faster than variables and is thrown away as a whole at a swap. The log
 * softmax is composed of simpler ops, because the gradient of TensorFlow's own sums over axis 1 whatever the rank and
 * so is wrong, without an error, for anything but a matrix.
 */
@NullMarked
package dev.undercurrent.vae;

import org.jspecify.annotations.NullMarked;
