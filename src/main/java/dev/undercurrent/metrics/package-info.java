/** What every stage's meters are built on. */
@NullMarked
package dev.undercurrent.metrics;

import org.jspecify.annotations.NullMarked;
