/** Backtests: a bounded replay through the live stages, the file of its scores and what its report is made of. */
@NullMarked
package dev.undercurrent.backtest;

import org.jspecify.annotations.NullMarked;
