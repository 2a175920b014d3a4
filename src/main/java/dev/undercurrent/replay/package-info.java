/**
 * Replays a bounded input through the stages of a topology: in one thread, in event time, with training at fixed points
 * of the stream. It drives the very classes that the stream processors drive and touches no topic of the topology.
 */
@NullMarked
package dev.undercurrent.replay;

import org.jspecify.annotations.NullMarked;
