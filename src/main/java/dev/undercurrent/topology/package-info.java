/** Puts the stages in order (the class AnomalyTopology) and runs them. */
@NullMarked
package dev.undercurrent.topology;

import org.jspecify.annotations.NullMarked;
