/** Stand-ins and clients that tests of several packages share. */
@NullMarked
package dev.undercurrent.testing;

import org.jspecify.annotations.NullMarked;
