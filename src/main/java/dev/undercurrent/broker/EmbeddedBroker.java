package dev.undercurrent.broker;

import dev.undercurrent.config.Problems;
import dev.undercurrent.priority.Background;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker of one node inside this process, listening on free ports of the loopback address. Topics, records and
 * committed offsets stay in its folder over restarts, also after a kill. Not thread-safe: who starts it closes it.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final int ATTEMPTS = 3;

    /** Compacts topics: for seconds on end, as fast as a core can, and it has time. */
    private static final String CLEANER = "kafka-log-cleaner-thread-0";

    private final BrokerFolder folder;
    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private boolean closed;

    private EmbeddedBroker(BrokerFolder folder, KafkaRaftServer server, String bootstrapServers) {
        this.folder = folder;
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker on {@code folder}, which is made and formatted if need be. Takes two to three seconds.
     *
     * @throws BrokerException if the folder is in use, cannot be written to or is full, or the broker does not start
     */
    public static EmbeddedBroker start(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        BrokerFolder held = BrokerFolder.acquire(path);
        try {
            EmbeddedBroker broker = start(held);
            LOG.atInfo()
                    .addKeyValue("bootstrapServers", broker.bootstrapServers)
                    .addKeyValue("data", path)
                    .log("embedded broker started");
            return broker;
        } catch (Throwable e) {
            held.close();
            throw e instanceof BrokerException known ? known : explained(path, e);
        }
    }

    private static EmbeddedBroker start(BrokerFolder folder) throws Exception {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            int controllerPort = freePort();
            format(folder.logs());
            KafkaRaftServer server = new KafkaRaftServer(
                    new KafkaConfig(BrokerProperties.of(folder.logs(), port, controllerPort), false), Time.SYSTEM);
            try {
                server.startup();
                Background.push(CLEANER);
                return new EmbeddedBroker(folder, server, "127.0.0.1:" + port);
            } catch (Throwable e) {
                stop(server);
                if (attempt == ATTEMPTS || !isPortTaken(e)) { // a free port may be gone a moment later
                    throw e;
                }
            }
        }
    }

    /** The address clients connect to, {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops the broker and lets go of its folder; done when it returns, also on an interrupted thread. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean interrupted = Thread.interrupted(); // else Kafka would leave its shutdown half way
        try {
            stop(server);
        } finally {
            folder.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void stop(KafkaRaftServer server) {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path logs) throws Exception {
        if (Files.exists(logs.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(logs);
        try (PrintStream silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .addDirectory(logs.toString())
                    .setMetadataLogDirectory(logs.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .setPrintStream(silence)
                    .run();
        }
    }

    /** A port of this machine that nothing listens on at this moment. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isPortTaken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.net.BindException) {
                return true;
            }
        }
        return false;
    }

    private static BrokerException explained(Path folder, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io && !(io instanceof java.net.SocketException)) {
                return BrokerFolder.unusable(folder, io);
            }
        }
        return new BrokerException(
                "data: " + folder + " holds a broker that does not start: " + Problems.firstLine(failure)
                        + " (expected: data written by this version); choose another folder with --data",
                failure);
    }
}
