/**
 * Holds what is shipped beside the jar against what the product exposes: rules, dashboards. Tests whose names end in IT
 * run Prometheus' own tools, and are skipped where those are not installed.
 */
@NullMarked
package dev.undercurrent.operations;

import org.jspecify.annotations.NullMarked;
