/** The records that leave: scores, anomalies, latent codes. */
@NullMarked
package dev.undercurrent.publish;

import org.jspecify.annotations.NullMarked;
