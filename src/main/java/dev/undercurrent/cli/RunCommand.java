package dev.undercurrent.cli;

import dev.undercurrent.metrics.Meters;
import dev.undercurrent.run.RunStatus;
import dev.undercurrent.run.TopologyRunner;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.RuntimeConfig;
import dev.undercurrent.vae.Engine;
import dev.undercurrent.web.Pages;
import dev.undercurrent.web.WebServer;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The service. */
@Command(
        name = "run",
        description = "Score a topic as its events arrive, until it is stopped. A new application begins with the"
                + " topic's retained history (source.from), trains on it and goes live.")
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private final TopologyArgument topology = new TopologyArgument();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description = "Name of this instance, stable over restarts and unlike any other's."
                    + " Default: the topology's name and -1")
    private @Nullable String instance;

    @Override
    public Integer call() throws InterruptedException {
        LoadedTopology loaded = topology.load();
        RuntimeConfig runtime = loaded.config().runtime();
        String name = instance == null ? loaded.name() + "-1" : instance;
        RunStatus status = new RunStatus();
        try (Meters meters = Meters.ofProcess(loaded.name());
                WebServer web = WebServer.start(loaded.config().web(), Pages.of(loaded.name(), name, meters, status));
                Connection kafka = connection.host(runtime.patience());
                TopologyRunner runner = new TopologyRunner(
                        loaded,
                        kafka.properties(),
                        name,
                        connection.data().resolve("state").resolve(name),
                        meters,
                        status)) {
            runner.start();
            LOG.atInfo()
                    .addKeyValue("topology", loaded.name())
                    .addKeyValue("topic", loaded.config().source().topic())
                    .addKeyValue("bootstrapServers", kafka.bootstrapServers())
                    .addKeyValue("webPort", web.port())
                    .addKeyValue("engine", Engine.best())
                    .log("scoring");
            Optional<Throwable> failure = runner.awaitEnd();
            if (failure.isPresent()) {
                throw new IllegalStateException("run: " + failure.get().getMessage(), failure.get());
            }
            return 0;
        }
    }
}
