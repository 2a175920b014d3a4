package dev.undercurrent.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of the topics that Kafka Streams makes for a topology, written out one by one: by prefix and suffix those
 * of {@code card} could not be told from those of {@code card-fraud}.
 */
public final class InternalTopics {
    private static final List<String> STORES = List.of("batch", "baseline", "smoothing", "drift", "rate", "history");
    private static final String REPARTITION = "by-key";

    /** What trains lies in one partition. */
    private static final String SAMPLE_STORE = "reservoir";

    private static final String SAMPLES = "samples";

    private InternalTopics() {}

    /**
     * Every one that a topology may have, in order; a cluster has some of them.
     *
     * @param topology its name
     * @param windows the names of its window groups, those it once had included
     */
    public static List<String> of(String topology, Collection<String> windows) {
        List<String> topics = new ArrayList<>(partitioned(topology, windows));
        topics.add(changelog(topology, SAMPLE_STORE));
        topics.add(repartition(topology, SAMPLES));
        return topics;
    }

    /** Those of them that have a partition for each of the source's. */
    public static List<String> partitioned(String topology, Collection<String> windows) {
        Set<String> topics = new LinkedHashSet<>();
        STORES.forEach(store -> topics.add(changelog(topology, store)));
        topics.add(repartition(topology, REPARTITION));
        for (String window : windows) {
            topics.add(changelog(topology, "window-" + window));
            topics.add(repartition(topology, "by-" + window));
            topics.add(repartition(topology, "verdicts-" + window));
        }
        return List.copyOf(topics);
    }

    private static String changelog(String topology, String store) {
        return topology + "-" + store + "-changelog";
    }

    private static String repartition(String topology, String name) {
        return topology + "-" + name + "-repartition";
    }
}
