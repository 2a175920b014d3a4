/**
 * Arithmetic on vector registers by Java's Vector API (JEP 338), which is in no Java by default: a JVM has it if it was
 * started with {@code --add-modules jdk.incubator.vector}. Nothing here may be touched where it was not.
 *
 * <p>Matrices lie line by line, so that neighbours in a register are the same quantity of different rows or draws.
 * Every result is made by the same additions and multiplications in the same order whatever the width of the registers,
 * the size of the batch, and whether the code was compiled yet: it is the same to the last bit.
 */
@NullMarked
package dev.undercurrent.simd;

import org.jspecify.annotations.NullMarked;
