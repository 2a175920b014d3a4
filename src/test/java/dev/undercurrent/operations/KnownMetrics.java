package dev.undercurrent.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The metrics that dashboards and rules may ask for: {@code metrics.txt}, which DashboardIT holds against a real
 * scrape.
 */
final class KnownMetrics {
    private static final Path FILE = Path.of("src/test/resources/dev/undercurrent/operations/metrics.txt");

    private KnownMetrics() {}

    /** Those an instance exposes. */
    static Set<String> exposed() {
        try {
            return new TreeSet<>(Files.readAllLines(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With those that Prometheus adds and that the rules record. */
    static Set<String> all() {
        Set<String> all = new HashSet<>(exposed());
        all.add("up");
        all.add("ALERTS");
        Rules.records(Rules.read())
                .forEach(record -> all.add(record.path("record").asText()));
        return all;
    }
}
