package dev.undercurrent.testing;

import dev.undercurrent.metrics.Meters;
import dev.undercurrent.run.RunStatus;
import dev.undercurrent.run.TopologyRunner;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.WebConfig;
import dev.undercurrent.web.Pages;
import dev.undercurrent.web.WebServer;
import java.nio.file.Path;
import java.util.Map;

/** What the command {@code run} puts together, inside the test's process. Not thread-safe. */
public final class Instance implements AutoCloseable {
    private final String name;
    private final Meters meters;
    private final RunStatus status = new RunStatus();
    private final WebServer web;
    private final TopologyRunner runner;

    /**
     * Serves its pages from now on.
     *
     * @param port 0 for any
     */
    public Instance(LoadedTopology topology, Map<String, Object> client, String name, Path stateFolder, int port) {
        this.name = name;
        this.meters = Meters.ofProcess(topology.name());
        this.web = WebServer.start(new WebConfig("127.0.0.1", port), Pages.of(topology.name(), name, meters, status));
        this.runner = new TopologyRunner(topology, client, name, stateFolder, meters, status);
    }

    public String name() {
        return name;
    }

    public int port() {
        return web.port();
    }

    public RunStatus status() {
        return status;
    }

    /** Returns once the streams are starting. */
    public void start() {
        runner.start();
    }

    /** Ends the run; the pages stay. */
    public void stop() {
        runner.close();
    }

    @Override
    public void close() {
        runner.close();
        web.close();
        meters.close();
    }
}
