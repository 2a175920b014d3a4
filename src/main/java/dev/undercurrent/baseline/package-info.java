/**
 * The detectors that the autoencoder is compared with: what anyone could put up in an afternoon. Each sees the same
 * feature vectors as numbers ({@link dev.undercurrent.baseline.BaselineVectors}), learns at the same points and is
 * deterministic for a seed. Called by backtests only.
 *
 * <p>Random Cut Forest is its authors' own library, eigenvectors come from Commons Math. Isolation forest, half-space
 * trees and nearest neighbours are written from their papers: Smile, which has them, is GPL; the forks of Weka and MOA
 * bring a framework each.
 */
@NullMarked
package dev.undercurrent.baseline;

import org.jspecify.annotations.NullMarked;
