package dev.undercurrent.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The names of the topics that Kafka Streams makes for a topology, written out one by one: by prefix and suffix those
 * of {@code card} could not be told from those of {@code card-fraud}.
 */
final class InternalTopics {
    private static final List<String> STORES =
            List.of("batch", "baseline", "smoothing", "drift", "rate", "history", "reservoir");
    private static final List<String> REPARTITIONS = List.of("by-key", "samples");

    private InternalTopics() {}

    /**
     * Every one that a topology may have, in order; a cluster has some of them.
     *
     * @param topology its name
     * @param windows the names of its window groups, those it once had included
     */
    static List<String> of(String topology, Collection<String> windows) {
        List<String> stores = new ArrayList<>(STORES);
        List<String> repartitions = new ArrayList<>(REPARTITIONS);
        for (String window : new LinkedHashSet<>(windows)) {
            stores.add("window-" + window);
            repartitions.add("by-" + window);
            repartitions.add("verdicts-" + window);
        }
        List<String> topics = new ArrayList<>();
        stores.forEach(store -> topics.add(topology + "-" + store + "-changelog"));
        repartitions.forEach(repartition -> topics.add(topology + "-" + repartition + "-repartition"));
        return topics.stream().distinct().toList();
    }
}
