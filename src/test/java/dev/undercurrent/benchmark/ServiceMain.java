package dev.undercurrent.benchmark;

import dev.undercurrent.run.RunStatus;
import dev.undercurrent.run.TopologyRunner;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.RuntimeConfig;
import dev.undercurrent.topology.StreamsProperties;
import dev.undercurrent.topology.TopologyLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * A measured process: {@code ServiceMain KIND TOPOLOGY.yaml BOOTSTRAP FOLDER TOPIC}, where the kind is
 * {@code topology}, or a yardstick that takes only source and runtime from the file. Says its meters five times a
 * second, counting records of TOPIC; {@code allocations} starts and {@code share} ends a look at who allocates.
 */
final class ServiceMain {
    private static final long EVERY_MILLIS = 200;

    private ServiceMain() {}

    public static void main(String[] arguments) throws IOException, JMException, InterruptedException {
        LoadedTopology topology = new TopologyLoader(Path.of(""), System.getenv()).load(Path.of(arguments[1]));
        Map<String, Object> client = Map.of(
                "bootstrap.servers",
                arguments[2],
                StreamsConfig.METRIC_REPORTER_CLASSES_CONFIG, // where the meters look
                JmxReporter.class.getName(),
                StreamsConfig.mainConsumerPrefix("isolation.level"), // a backlog comes in a transaction
                "read_committed");
        Path folder = Path.of(arguments[3]);
        boolean isProduct = arguments[0].equals("topology");
        dev.undercurrent.metrics.Meters own = new dev.undercurrent.metrics.Meters(topology.name());
        AtomicLong taken = new AtomicLong();
        Runnable close = isProduct
                ? product(topology, client, folder, own)::close
                : yardstick(arguments[0], topology, client, folder, taken)::close;
        try {
            measure(new Meters(count(arguments[0], arguments[4], own, taken)));
        } finally {
            close.run();
        }
        System.exit(0);
    }

    private static Meters.Count count(String kind, String topic, dev.undercurrent.metrics.Meters own, AtomicLong taken)
            throws JMException {
        if (kind.equals("records")) {
            return taken::get;
        }
        return kind.equals("topology") && topic.endsWith("-repartition")
                ? Meters.repartitioned(own)
                : Meters.consumed(topic);
    }

    private static TopologyRunner product(
            LoadedTopology topology, Map<String, Object> client, Path folder, dev.undercurrent.metrics.Meters meters) {
        TopologyRunner runner = new TopologyRunner(topology, client, topology.name(), folder, meters, new RunStatus());
        runner.start();
        return runner;
    }

    private static KafkaStreams yardstick(
            String kind, LoadedTopology topology, Map<String, Object> client, Path folder, AtomicLong taken) {
        RuntimeConfig runtime = topology.config().runtime();
        Properties properties = StreamsProperties.of(topology.name(), topology.name(), runtime, folder, client);
        String source = topology.config().source().topic();
        String target = topology.name() + ".target";
        int partitions = topology.config().source().partitions();
        Topology stages = switch (kind) {
            case "json" -> Yardsticks.json(source, target, partitions);
            case "records" -> BareRecords.topology(topology.name(), source, partitions, taken);
            default -> Yardsticks.passThrough(source, target);
        };
        KafkaStreams streams = new KafkaStreams(stages, properties);
        streams.start();
        return streams;
    }

    private static void measure(Meters meters) throws IOException, JMException, InterruptedException {
        Allocations allocations = new Allocations();
        StringBuilder said = new StringBuilder();
        while (!System.out.checkError()) { // whoever listened may be gone
            while (System.in.available() > 0) {
                int next = System.in.read();
                if (next != '\n') {
                    said.append((char) next);
                    continue;
                }
                switch (said.toString()) {
                    case "allocations" -> allocations.start();
                    case "share" -> System.out.println("share " + allocations.outsideClients());
                    default -> {
                        return; // anything else is the end
                    }
                }
                said.setLength(0);
            }
            System.out.println(meters.tick().line());
            TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
        }
    }
}
