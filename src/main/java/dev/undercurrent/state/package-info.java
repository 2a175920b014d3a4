/**
 * What an instance keeps of the events it has read: how the rows of its stores lie, whether a start reads them as they
 * were written, and how they are deleted. The thread that starts or resets a topology calls it.
 */
@NullMarked
package dev.undercurrent.state;

import org.jspecify.annotations.NullMarked;
