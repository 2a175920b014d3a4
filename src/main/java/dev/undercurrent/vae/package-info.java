/** The variational autoencoder as a TensorFlow graph built in code; the only package that sees TensorFlow. */
@NullMarked
package dev.undercurrent.vae;

import org.jspecify.annotations.NullMarked;
