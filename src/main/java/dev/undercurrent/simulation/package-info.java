/**
 * Input that needs nothing but this machine: its own telemetry, which is real, and generators of card payments and
 * service requests, which are simulated and say so. Generators are seeded: the same seed gives the same bytes. What was
 * wrong with a record is told apart from it, never within it. Each generator belongs to the thread that pulls from it.
 */
@NullMarked
package dev.undercurrent.simulation;

import org.jspecify.annotations.NullMarked;
