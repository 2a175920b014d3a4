/**
 * A model version as one checksummed value: what it holds, how it is written, published in chunks and read back. Called
 * by the training thread (writing) and by the reader of the models topic (assembling), never by a stream thread.
 *
 * <p>Turned down: a TensorFlow SavedModel as the value, because a graph that comes from a topic could read and write
 * files; Java serialization for the same reason; one record per version, because a broker's default limit is 1 MB.
 */
@NullMarked
package dev.undercurrent.model;

import org.jspecify.annotations.NullMarked;
