/** Puts the stages in the order of an event (the class AnomalyTopology), as a topology file says. */
@NullMarked
package dev.undercurrent.topology;

import org.jspecify.annotations.NullMarked;
