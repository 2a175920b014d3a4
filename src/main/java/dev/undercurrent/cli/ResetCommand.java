package dev.undercurrent.cli;

import dev.undercurrent.source.SourceConfig;
import dev.undercurrent.state.StateReset;
import dev.undercurrent.topology.LoadedTopology;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a topology begin anew. */
@Command(
        name = "reset",
        description =
                "Make a topology begin anew, as after a change of its features or windows: delete its offsets, its"
                        + " changelog and repartition topics, and its stores below --data. Every instance has to be stopped."
                        + " Models, scores and the other published topics stay. The next start begins where source.from says:"
                        + " with earliest, all retained events are scored once more, into the same topics.")
final class ResetCommand implements Callable<Integer> {
    @Mixin
    private final TopologyArgument topology = new TopologyArgument();

    @Option(names = "--dry-run", description = "Print what would be deleted, and delete nothing.")
    private boolean dryRun;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        LoadedTopology loaded = topology.load();
        try (Connection kafka = connection.visit(loaded.config().runtime().patience())) {
            StateReset reset =
                    new StateReset(loaded, kafka.properties(), connection.data().resolve("state"));
            print(loaded, dryRun ? reset.preview() : reset.run());
        }
        return 0;
    }

    private void print(LoadedTopology loaded, List<String> found) {
        PrintWriter out = spec.commandLine().getOut();
        if (found.isEmpty()) {
            out.println("nothing is kept of " + loaded.name());
            return;
        }
        found.forEach(line -> out.println((dryRun ? "would delete " : "deleted ") + line));
        SourceConfig source = loaded.config().source();
        out.println((dryRun ? "then the next start of " : "the next start of ") + loaded.name() + " reads "
                + source.topic() + " from " + source.from() + " on and scores what it reads, once more where it was"
                + " scored before; models and published topics stay");
    }
}
