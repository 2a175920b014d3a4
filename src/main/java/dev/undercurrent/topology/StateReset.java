package dev.undercurrent.topology;

import dev.undercurrent.model.ModelChunks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a topology begin anew: deletes how far it has read and everything it keeps of what it has read, so that its
 * next start is like the first. What it has published stays, its models among it. Not thread-safe.
 */
public final class StateReset {
    private final LoadedTopology topology;
    private final TopicNames names;
    private final Map<String, Object> client;
    private final Path states;

    /** What is kept. */
    private record Kept(boolean offsets, List<String> topics, List<LocalState> stores, StateLayout layout) {
        List<String> lines(TopicNames names) {
            List<String> lines = new ArrayList<>();
            if (offsets) {
                lines.add("offsets of group " + names.name());
            }
            topics.forEach(topic -> lines.add("topic " + topic));
            stores.forEach(local -> lines.add("folder " + local.stores()));
            if (!layout.isNone()) {
                lines.add("layout in topic " + names.models());
            }
            return lines;
        }
    }

    /**
     * @param client client properties, {@code bootstrap.servers} among them
     * @param states the folder below which the instances of this machine have theirs; it need not be there
     */
    public StateReset(LoadedTopology topology, Map<String, Object> client, Path states) {
        this.topology = topology;
        this.names = new TopicNames(topology.name());
        this.client = Map.copyOf(client);
        this.states = states;
    }

    /**
     * What {@link #run} would delete, one line each; nothing is changed.
     *
     * @throws ClusterException if no broker answers within the topology's patience
     */
    public List<String> preview() {
        try (Cluster cluster = connect()) {
            return find(cluster).lines(names);
        }
    }

    /**
     * Deletes it. What was deleted before a failure stays so; the next run deletes the rest.
     *
     * @return what was there, one line each
     * @throws ClusterException if no broker answers within the topology's patience, an instance is running, or
     *     something must not be deleted
     */
    public List<String> run() {
        try (Cluster cluster = connect()) {
            Kept kept = find(cluster);
            cluster.deletion().deleteGroup(topology.name()); // first, as it fails while an instance is running
            cluster.deletion().deleteTopics(kept.topics());
            kept.stores().forEach(LocalState::delete);
            List<String> lines = kept.lines(names);
            if (!lines.isEmpty() && cluster.has(names.models())) { // last: until then another layout is refused
                byte[] none = new KeptState(System.currentTimeMillis(), StateLayout.NONE).toJson();
                ModelTopic.write(client, names.models(), ModelChunks.layout(none), patience());
            }
            return lines;
        }
    }

    private Cluster connect() {
        Cluster cluster = Cluster.of(client);
        try {
            cluster.awaitReachable(patience());
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private Kept find(Cluster cluster) {
        Optional<byte[]> noted = cluster.has(names.models())
                ? ModelTopic.read(client, names.models()).layout()
                : Optional.empty();
        StateLayout layout =
                noted.flatMap(KeptState::ofJson).map(KeptState::layout).orElse(StateLayout.NONE);
        Set<String> windows = new LinkedHashSet<>(topology.config().windows().keySet());
        windows.addAll(layout.windows());
        return new Kept(
                cluster.deletion().hasOffsets(topology.name()),
                InternalTopics.of(topology.name(), windows).stream()
                        .filter(cluster::has)
                        .toList(),
                LocalState.below(states, topology.name()),
                layout);
    }

    private Duration patience() {
        return topology.config().runtime().patience();
    }
}
