/**
 * What every stage's own {@code XMetrics} is built on: the meters of one instance, in one registry, which
 * {@code /metrics} shows. Meters are made when the topology is built, never while an event is on its way.
 *
 * <p>Our own series come from Prometheus' client itself, because Micrometer's histograms round what lies between 0 and
 * 1 up to 1. Micrometer's binders add those of the JVM and of Kafka Streams, which an allow-list bounds: unfiltered
 * they are some two thousand series an instance.
 */
@NullMarked
package dev.undercurrent.metrics;

import org.jspecify.annotations.NullMarked;
