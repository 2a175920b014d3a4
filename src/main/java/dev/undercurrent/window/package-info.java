/**
 * Exact windows in event time: aggregates of trailing windows for every event, closed tumbling, hopping and session
 * windows, and the stacking of a key's last vectors. State lies in changelogged stores; what is kept in fields can be
 * rebuilt from them.
 */
@NullMarked
package dev.undercurrent.window;

import org.jspecify.annotations.NullMarked;
