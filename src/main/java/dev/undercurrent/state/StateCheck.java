package dev.undercurrent.state;

import dev.undercurrent.cluster.ClusterException;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.model.ModelChunks;
import dev.undercurrent.registry.ModelTopic;
import dev.undercurrent.topology.LoadedTopology;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets streams start only on state that they read as it was written. The layout of what is kept lies in the models
 * topic, which every instance reads before its streams start. Not thread-safe: the thread that starts a run owns it.
 */
public final class StateCheck {
    private static final Logger LOG = LoggerFactory.getLogger(StateCheck.class);

    private final LoadedTopology topology;
    private final Map<String, Object> client;
    private final Path stateFolder;

    /**
     * @param client client properties, {@code bootstrap.servers} among them
     * @param stateFolder of the instance; nothing uses it yet
     */
    public StateCheck(LoadedTopology topology, Map<String, Object> client, Path stateFolder) {
        this.topology = topology;
        this.client = client;
        this.stateFolder = stateFolder;
    }

    /**
     * Notes the layout where none is noted, and deletes local stores of before the last reset.
     *
     * @param noted what the models topic says
     * @throws ClusterException with a line for every difference, if rows of another layout are kept, and if a reset has
     *     not ended
     */
    public void require(Optional<byte[]> noted) {
        StateLayout layout = StateLayout.of(topology.config());
        KeptState kept = noted.map(StateCheck::kept).orElse(KeptState.NONE);
        if (kept.isResetting()) {
            throw new ClusterException("state: of a reset that has not ended (expected: of one that has); end it with:"
                    + " undercurrent reset " + topology.name());
        }
        if (kept.layout().isNone()) {
            note(new KeptState(kept.resetAt(), false, layout));
        } else {
            requireSame(layout, kept.layout());
        }
        new LocalState(stateFolder, topology.name()).requireMadeAfter(kept.resetAt());
    }

    private static KeptState kept(byte[] noted) {
        return KeptState.ofJson(noted).orElseGet(() -> {
            LOG.atWarn().log("layout of the kept state not readable; it is noted anew, and local stores are restored");
            return KeptState.reset(System.currentTimeMillis());
        });
    }

    private void requireSame(StateLayout layout, StateLayout kept) {
        List<String> differences = layout.differences(kept, ", by which the state of " + topology.name() + " was kept");
        if (!differences.isEmpty()) {
            throw new ClusterException(differences.stream()
                    .map(line -> line + "; put it back, give the topology another name, or begin anew with:"
                            + " undercurrent reset " + topology.name())
                    .collect(Collectors.joining("\n")));
        }
    }

    private void note(KeptState kept) {
        ModelTopic.write(
                client,
                new TopicNames(topology.name()).models(),
                ModelChunks.layout(kept.toJson()),
                topology.config().runtime().patience());
    }
}
