/**
 * The product shown from end to end on this machine: a real broker, the very topology that {@code run} runs, real or
 * generated input, and a summary made from nothing but the records that were published.
 */
@NullMarked
package dev.undercurrent.demo;

import org.jspecify.annotations.NullMarked;
