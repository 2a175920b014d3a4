package dev.undercurrent.cli;

import dev.undercurrent.inference.TopologyInference;
import dev.undercurrent.topology.TopicSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a topology for data it has looked at. */
@Command(
        name = "init",
        description = "Look at a file or a topic and write a topology for it; every guess carries a comment.")
final class InitCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @ArgGroup(multiplicity = "1")
    private Sample sample = new Sample();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The topology file to write. Default: the standard output")
    private @Nullable Path out;

    @Option(names = "--force", description = "Overwrite the file if it exists.")
    private boolean force;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What is looked at. */
    private static final class Sample {
        @Option(names = "--from", required = true, paramLabel = "FILE", description = "A file of CSV or JSON lines.")
        private @Nullable Path file;

        @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "A topic of JSON records.")
        private @Nullable String topic;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path target = out;
        if (target != null && !force && Files.exists(target)) {
            throw new IllegalArgumentException(
                    "out: " + target + " exists (expected: a new file); choose another or add --force");
        }
        String yaml = yaml();
        if (target == null) {
            spec.commandLine().getOut().print(yaml);
            spec.commandLine().getOut().flush();
        } else {
            Files.writeString(target, yaml);
            spec.commandLine().getOut().println("wrote " + target + "; check it with: undercurrent validate " + target);
        }
        return 0;
    }

    private String yaml() throws InterruptedException {
        if (sample.file != null) {
            return TopologyInference.ofFile(sample.file);
        }
        String topic = sample.topic == null ? "" : sample.topic;
        try (Connection kafka = connection.visit(PATIENCE)) {
            return TopologyInference.ofTopic(
                    topic, TopicSample.read(kafka.properties(), topic, PATIENCE).iterator());
        }
    }
}
