/**
 * Exact windows in event time: aggregates of trailing windows for every event, closed tumbling, hopping and session
 * windows, and the stacking of a key's last vectors. State lies in changelogged stores; what is kept in fields can be
 * rebuilt from them.
 *
 * <p>{@link dev.undercurrent.window.VectorPlan} compiles the declaration. The thinking, which a replay drives as well,
 * is {@link dev.undercurrent.window.TrailingWindows}, {@link dev.undercurrent.window.ClosedWindows} and
 * {@link dev.undercurrent.window.History}, each over an {@link dev.undercurrent.window.EntryStore}; the stages of the
 * same names are their few lines of Kafka, called on stream threads.
 *
 * <p>Raw entries are kept and scanned, one row an entry: running sums turn inexact when entries leave, and cannot take
 * an event that comes out of order. Kafka's window stores were turned down: their changelog expires by record time,
 * which loses a replayed past, and they cannot delete.
 */
@NullMarked
package dev.undercurrent.window;

import org.jspecify.annotations.NullMarked;
