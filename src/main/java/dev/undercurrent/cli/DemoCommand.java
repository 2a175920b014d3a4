package dev.undercurrent.cli;

import dev.undercurrent.demo.CardFraudDemo;
import dev.undercurrent.demo.DemoResult;
import dev.undercurrent.demo.HostTelemetryDemo;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the product at work; ends by itself. */
@Command(
        name = "demo",
        description = {
            "Show the whole product at work on a Kafka broker inside this process; ends by itself within three minutes.",
            "host-telemetry reads this machine's own metrics and disturbs them with a harmless load; card-fraud scores"
                    + " simulated payments and holds the result against their labels."
        })
final class DemoCommand implements Callable<Integer> {
    /** What is shown. */
    enum Subject {
        HOST_TELEMETRY,
        CARD_FRAUD;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SUBJECT",
            defaultValue = "host-telemetry",
            converter = SubjectConverter.class,
            description = "host-telemetry or card-fraud. Default: ${DEFAULT-VALUE}")
    private Subject subject = Subject.HOST_TELEMETRY;

    @Option(names = "--seed", defaultValue = "1", description = "Of the simulated payments. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Mixin
    private final JsonOption json = new JsonOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Reads a subject as it is written. */
    static final class SubjectConverter implements picocli.CommandLine.ITypeConverter<Subject> {
        @Override
        public Subject convert(String text) {
            for (Subject subject : Subject.values()) {
                if (subject.toString().equals(text)) {
                    return subject;
                }
            }
            throw new picocli.CommandLine.TypeConversionException(
                    "'" + text + "' (expected: host-telemetry or card-fraud)");
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        DemoPrinter printer = new DemoPrinter(System.err);
        DemoResult result = run(printer);
        printer.end();
        if (json.isOn()) {
            JsonOption.print(out, DemoSummary.json(result));
        } else {
            DemoSummary.print(result, out);
        }
        if (result.failure().isPresent()) {
            throw new IllegalStateException("demo: " + result.failure().get());
        }
        return 0;
    }

    private DemoResult run(DemoPrinter printer) throws IOException, InterruptedException {
        if (subject == Subject.HOST_TELEMETRY) {
            return new HostTelemetryDemo(topology(), InstantSource.system(), printer).run();
        }
        return new CardFraudDemo(topology(), seed, printer).run();
    }

    /** One partition, whatever the file says: a history is then read in the order of its events. */
    private LoadedTopology topology() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("UNDERCURRENT_SOURCE_PARTITIONS", "1");
        return new TopologyLoader(Installation.folder(), environment).load(Path.of(subject.toString()));
    }
}
