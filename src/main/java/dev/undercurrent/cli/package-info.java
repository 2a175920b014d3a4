/** The command line: parse, call one method, map to an exit code. */
@NullMarked
package dev.undercurrent.cli;

import org.jspecify.annotations.NullMarked;
