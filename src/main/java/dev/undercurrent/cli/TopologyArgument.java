package dev.undercurrent.cli;

import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The topology a command works on; a mixin. */
final class TopologyArgument {
    @Parameters(
            index = "0",
            paramLabel = "TOPOLOGY",
            description = "A topology file, or the name of one below topologies/.")
    private Path file = Path.of("");

    /** @throws dev.undercurrent.config.ConfigException with every problem of the file */
    LoadedTopology load() {
        return new TopologyLoader(Installation.folder(), System.getenv()).load(file);
    }

    Path file() {
        return file;
    }
}
