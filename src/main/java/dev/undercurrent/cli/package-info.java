/**
 * The command line: parse, call one method, map to an exit code. 0: done; 1: failed; 2: usage or a bad file. Results go
 * to stdout, a table for people or with {@code --json} one object a line; progress, logs and errors go to stderr. An
 * error is one line, {@code where: value (expected: what); remedy}, with a stack trace only with {@code --verbose}.
 */
@NullMarked
package dev.undercurrent.cli;

import org.jspecify.annotations.NullMarked;
