/** A model version as one checksummed value: what it holds, how it is written, published in chunks and read back. */
@NullMarked
package dev.undercurrent.model;

import org.jspecify.annotations.NullMarked;
