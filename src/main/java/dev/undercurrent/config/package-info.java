/**
 * Reads configuration files into records. A file is laid over {@code defaults.yaml}, bound strictly (unknown, missing,
 * null and lossy values are errors) and checked by the compact constructors; every problem of a file is reported at
 * once, each with its path.
 *
 * <p>Jackson's own binding was turned down: it stops at the first problem.
 */
@NullMarked
package dev.undercurrent.config;

import org.jspecify.annotations.NullMarked;
