package dev.undercurrent.testing;

import dev.undercurrent.broker.EmbeddedBroker;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * Brokers of one cluster in this process, each of which can be stopped and started again. Every topic lies on all of
 * them, and a write needs all but one. Not thread-safe.
 */
public final class BrokerCluster implements AutoCloseable {
    private static final String MAX_MESSAGE_BYTES = String.valueOf(64 << 20);

    private final Path folder;
    private final Map<String, String> more;
    private final String clusterId = Uuid.randomUuid().toString();
    private final List<Integer> ports = new ArrayList<>();
    private final List<Integer> controllerPorts = new ArrayList<>();
    private final List<@Nullable KafkaRaftServer> servers = new ArrayList<>();

    /** Starts {@code size} brokers with their data below a folder. */
    public BrokerCluster(Path folder, int size) throws Exception {
        this(folder, size, Map.of());
    }

    /** @param more properties of the brokers; they win */
    public BrokerCluster(Path folder, int size, Map<String, String> more) throws Exception {
        this.folder = folder;
        this.more = Map.copyOf(more);
        for (int broker = 0; broker < size; broker++) {
            ports.add(EmbeddedBroker.freePort());
            controllerPorts.add(EmbeddedBroker.freePort());
            servers.add(null);
        }
        List<Thread> starts = new ArrayList<>();
        for (int broker = 0; broker < size; broker++) {
            format(broker);
            int number = broker;
            starts.add(new Thread(() -> start(number), "start-broker-" + broker)); // each waits for a quorum
        }
        starts.forEach(Thread::start);
        for (Thread start : starts) {
            start.join();
        }
    }

    /** The addresses clients connect to. */
    public String bootstrapServers() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    /** How many brokers there are, running or not. */
    public int size() {
        return ports.size();
    }

    /** Starts a stopped broker on the data and the port it had. */
    public void start(int broker) {
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties(broker), false), Time.SYSTEM);
        server.startup();
        servers.set(broker, server);
    }

    /** Ends one in order. */
    public void stop(int broker) {
        KafkaRaftServer server = servers.set(broker, null);
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    @Override
    public void close() {
        List<Thread> stops = new ArrayList<>();
        for (int broker = 0; broker < size(); broker++) {
            int number = broker;
            Thread stop = new Thread(() -> stop(number), "stop-broker-" + broker);
            stop.start();
            stops.add(stop);
        }
        for (Thread stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Path logs(int broker) {
        return folder.resolve("broker-" + broker);
    }

    private void format(int broker) throws Exception {
        Path logs = Files.createDirectories(logs(broker));
        try (PrintStream silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setClusterId(clusterId)
                    .setNodeId(broker + 1)
                    .addDirectory(logs.toString())
                    .setMetadataLogDirectory(logs.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setPrintStream(silence)
                    .run();
        }
    }

    private Map<String, String> properties(int broker) {
        String voters = IntStream.range(0, size())
                .mapToObj(each -> (each + 1) + "@127.0.0.1:" + controllerPorts.get(each))
                .collect(Collectors.joining(","));
        String copies = String.valueOf(size());
        String needed = String.valueOf(Math.max(1, size() - 1));
        Map<String, String> properties = new HashMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", String.valueOf(broker + 1));
        properties.put("controller.quorum.voters", voters);
        properties.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + ports.get(broker) + ",CONTROLLER://127.0.0.1:"
                        + controllerPorts.get(broker));
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("log.dirs", logs(broker).toString());
        properties.put("default.replication.factor", copies);
        properties.put("min.insync.replicas", needed);
        properties.put("offsets.topic.replication.factor", copies);
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", copies);
        properties.put("transaction.state.log.min.isr", needed);
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("auto.create.topics.enable", "false");
        properties.put("message.max.bytes", MAX_MESSAGE_BYTES); // rubbish may be large
        properties.put("replica.fetch.max.bytes", MAX_MESSAGE_BYTES);
        properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
        properties.put("log.message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE));
        properties.putAll(more);
        return properties;
    }
}
