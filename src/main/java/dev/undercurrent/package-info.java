/** The entry point; everything else lies in the packages below. */
@NullMarked
package dev.undercurrent;

import org.jspecify.annotations.NullMarked;
