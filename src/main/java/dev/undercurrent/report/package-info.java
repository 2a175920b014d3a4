/**
 * The report of a backtest as a value ({@link dev.undercurrent.report.BacktestReport}), as JSON and as one HTML page
 * that needs no network. Knows nothing of how the figures came about; everything that comes from data is escaped.
 *
 * <p>Charts are SVG made here: a script library would have to be shipped in every report.
 */
@NullMarked
package dev.undercurrent.report;

import org.jspecify.annotations.NullMarked;
