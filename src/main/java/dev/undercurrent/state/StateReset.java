package dev.undercurrent.state;

import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.ClusterException;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.model.ModelChunks;
import dev.undercurrent.registry.ModelTopic;
import dev.undercurrent.topology.InternalTopics;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.StreamsProperties;
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
    private record Kept(boolean offsets, List<String> topics, List<LocalState> stores, KeptState noted) {
        List<String> lines(TopicNames names) {
            List<String> lines = new ArrayList<>();
            if (offsets) {
                lines.add("offsets of group " + names.name());
            }
            topics.forEach(topic -> lines.add("topic " + topic));
            stores.forEach(local -> lines.add("folder " + local.stores()));
            if (noted.isResetting() || !noted.layout().isNone()) {
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
     * Deletes it. What was deleted before a failure stays so; the next run deletes the rest, and no instance starts
     * before that.
     *
     * @return what was there, one line each
     * @throws ClusterException if no broker answers within the topology's patience, an instance is running, or
     *     something must not be deleted
     */
    public List<String> run() {
        try (Cluster cluster = connect()) {
            Kept kept = find(cluster);
            List<String> lines = kept.lines(names);
            if (lines.isEmpty()) {
                return lines;
            }
            // first, as it fails while an instance is running
            cluster.deletion().deleteGroup(topology.name(), StreamsProperties.sessionTimeout(client));
            note(cluster, kept.noted().resetting()); // from here to the end of a reset no start is let through
            cluster.deletion().deleteTopics(kept.topics());
            kept.stores().forEach(LocalState::delete);
            note(cluster, KeptState.reset(System.currentTimeMillis()));
            return lines;
        }
    }

    private void note(Cluster cluster, KeptState kept) {
        if (cluster.has(names.models())) {
            ModelTopic.write(client, names.models(), ModelChunks.layout(kept.toJson()), patience());
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
        Optional<byte[]> layout = cluster.has(names.models())
                ? ModelTopic.read(client, names.models()).layout()
                : Optional.empty();
        KeptState noted = layout.flatMap(KeptState::ofJson).orElse(KeptState.NONE);
        Set<String> windows = new LinkedHashSet<>(topology.config().windows().keySet());
        windows.addAll(noted.layout().windows());
        return new Kept(
                !cluster.offsets().committed(topology.name()).isEmpty(),
                InternalTopics.of(topology.name(), windows).stream()
                        .filter(cluster::has)
                        .toList(),
                LocalState.below(states, topology.name()),
                noted);
    }

    private Duration patience() {
        return topology.config().runtime().patience();
    }
}
