package dev.undercurrent.cli;

import dev.undercurrent.cluster.SocketBuffers;
import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.Problems;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Kafka a command talks to; a mixin of every command that does. Not thread-safe: one command owns it. */
final class ConnectionOptions {
    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    @Option(
            names = {"-b", "--bootstrap-server"},
            paramLabel = "HOST:PORT",
            description = "Kafka brokers, comma-separated. Without it a broker runs inside this process, or the one"
                    + " that another command runs on the same --data folder is used.")
    private @Nullable String bootstrapServer;

    @Option(
            names = {"-c", "--command-config"},
            paramLabel = "FILE",
            description = "Java properties for all Kafka clients: SASL, TLS, timeouts.")
    private @Nullable Path commandConfig;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Folder of the broker inside and of local state. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("data");

    /** The folder of the broker inside and of local state. */
    Path data() {
        return data;
    }

    /**
     * Connects a command that stays, such as {@code run}: a broker it has to start itself is made known to others.
     *
     * @throws ConfigException if the file of properties cannot be used
     */
    Connection host(Duration patience) throws InterruptedException {
        return connect(Connection::hosting, patience);
    }

    /**
     * Connects a command that comes and goes, such as {@code ingest}: one that is starting up is waited for, and a
     * broker it has to start itself stays its own.
     *
     * @throws ConfigException if the file of properties cannot be used
     */
    Connection visit(Duration patience) throws InterruptedException {
        return connect(Connection::visiting, patience);
    }

    /**
     * Connects a command that comes and stays, such as a live {@code ingest}: one that is starting up is waited for,
     * and a broker it has to start itself is everybody's.
     *
     * @throws ConfigException if the file of properties cannot be used
     */
    Connection stay(Duration patience) throws InterruptedException {
        return connect(Connection::staying, patience);
    }

    /** How a command connects to the broker on a folder. */
    private interface OnFolder {
        Connection open(Path data, Map<String, Object> properties, Duration patience) throws InterruptedException;
    }

    private Connection connect(OnFolder broker, Duration patience) throws InterruptedException {
        Map<String, Object> properties = properties();
        return properties.containsKey(BOOTSTRAP_SERVERS)
                ? Connection.toCluster(properties)
                : broker.open(data, properties, patience);
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new LinkedHashMap<>(SocketBuffers.SYSTEM_SIZED);
        if (commandConfig != null) {
            Properties file = read(commandConfig);
            file.stringPropertyNames().stream().sorted().forEach(name -> properties.put(name, file.getProperty(name)));
        }
        if (bootstrapServer != null) {
            properties.put(BOOTSTRAP_SERVERS, bootstrapServer);
        }
        return properties;
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) { // the latter: a damaged \\u escape
            throw new ConfigException(
                    List.of(Problems.line("command-config", file, "a readable file of Java properties")));
        }
        return properties;
    }
}
