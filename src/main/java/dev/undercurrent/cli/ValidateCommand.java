package dev.undercurrent.cli;

import dev.undercurrent.topology.LoadedTopology;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks a topology file and the model it names, all at once. */
@Command(
        name = "validate",
        description = "Check a topology file and the model it names; every problem is one line, exit 2.")
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private final TopologyArgument topology = new TopologyArgument();

    @Mixin
    private final JsonOption json = new JsonOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        LoadedTopology loaded = topology.load();
        int features = loaded.plan().schema().size();
        if (json.isOn()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("valid", true);
            answer.put("topology", loaded.name());
            answer.put("unit", loaded.config().unit());
            answer.put("features", features);
            JsonOption.print(spec.commandLine().getOut(), answer);
        } else {
            spec.commandLine()
                    .getOut()
                    .println(topology.file() + ": valid; " + features + " features from topic "
                            + loaded.config().source().topic());
        }
        return 0;
    }
}
