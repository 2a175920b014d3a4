/**
 * What {@code run} serves by HTTP: metrics, probes, and what is running. Its own threads call it, a few at most, and
 * never a stream thread; it asks and changes nothing.
 *
 * <p>The JDK's server was taken: it needs no dependency, and a web framework brings megabytes for four pages.
 */
@NullMarked
package dev.undercurrent.web;

import org.jspecify.annotations.NullMarked;
