/**
 * How fast the product is, beside what else could be done with the same records: {@code mvn -Pbenchmark verify}. The
 * broker, and each topology in its turn, run in processes of their own; {@link dev.undercurrent.benchmark.SpeedTable}
 * writes the records, reads what comes out, and holds the figures against each other.
 *
 * <p>Figures of one run are ratios to keep; figures of two runs on a shared machine are not comparable.
 */
@NullMarked
package dev.undercurrent.benchmark;

import org.jspecify.annotations.NullMarked;
