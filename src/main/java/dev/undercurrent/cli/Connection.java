package dev.undercurrent.cli;

import dev.undercurrent.broker.BrokerAddress;
import dev.undercurrent.broker.BrokerException;
import dev.undercurrent.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka a command talks to, and whatever of it runs inside this process; that ends when closed. Not thread-safe:
 * one command owns it.
 */
final class Connection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    /** How long a visitor gives another command, started in the same breath, to take the folder. */
    private static final Duration COURTESY = Duration.ofSeconds(3);

    private final Map<String, Object> properties;
    private final List<AutoCloseable> owned;

    private Connection(Map<String, Object> properties, List<AutoCloseable> owned) {
        this.properties = properties;
        this.owned = owned;
    }

    /** A cluster of the user's. */
    static Connection toCluster(Map<String, Object> properties) {
        return new Connection(properties, List.of());
    }

    /**
     * The broker on {@code data}: the one that another command has made known, else one of our own, made known.
     *
     * @throws BrokerException if another process holds the folder for longer than {@code patience}
     */
    static Connection hosting(Path data, Map<String, Object> properties, Duration patience)
            throws InterruptedException {
        Optional<String> running = await(data, patience);
        if (running.isPresent()) {
            return at(running.get(), properties, List.of());
        }
        EmbeddedBroker broker = EmbeddedBroker.start(data);
        try {
            return at(broker.bootstrapServers(), properties, List.of(BrokerAddress.publish(data, broker), broker));
        } catch (BrokerException e) {
            broker.close();
            throw e;
        }
    }

    /**
     * The broker on {@code data}: the one that another command has made known or is about to, else one of our own that
     * nobody is told of, because it ends when this command does.
     *
     * @throws BrokerException if another process holds the folder for longer than {@code patience}
     */
    static Connection visiting(Path data, Map<String, Object> properties, Duration patience)
            throws InterruptedException {
        Optional<String> running = awaitWithCourtesy(data, patience);
        if (running.isPresent()) {
            return at(running.get(), properties, List.of());
        }
        EmbeddedBroker broker = EmbeddedBroker.start(data);
        return at(broker.bootstrapServers(), properties, List.of(broker));
    }

    /**
     * The broker on {@code data}: the one that another command has made known or is about to, else one of our own, made
     * known, as this command goes on until it is stopped.
     *
     * @throws BrokerException if another process holds the folder for longer than {@code patience}
     */
    static Connection staying(Path data, Map<String, Object> properties, Duration patience)
            throws InterruptedException {
        Optional<String> running = awaitWithCourtesy(data, patience);
        return running.isPresent() ? at(running.get(), properties, List.of()) : hosting(data, properties, patience);
    }

    private static Optional<String> awaitWithCourtesy(Path data, Duration patience) throws InterruptedException {
        long courtesyEnd = System.nanoTime() + COURTESY.toNanos();
        Optional<String> running = await(data, patience);
        while (running.isEmpty() && System.nanoTime() < courtesyEnd) {
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            running = await(data, patience);
        }
        return running;
    }

    /** Properties for any Kafka client, {@code bootstrap.servers} among them. */
    Map<String, Object> properties() {
        return properties;
    }

    /** The brokers, {@code host:port,...}. */
    String bootstrapServers() {
        return String.valueOf(properties.get("bootstrap.servers"));
    }

    /** Whether the broker runs inside this process. */
    boolean isEmbedded() {
        return !owned.isEmpty();
    }

    @Override
    public void close() {
        for (AutoCloseable each : owned) {
            try {
                each.close();
            } catch (Exception e) {
                LOG.atWarn().setCause(e).log("embedded broker did not close in order");
            }
        }
    }

    /** The address of the broker on {@code data}; empty as soon as nobody holds the folder. */
    private static Optional<String> await(Path data, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean told = false;
        while (true) {
            Optional<String> running = BrokerAddress.find(data);
            if (running.isPresent() || !BrokerAddress.isHeld(data) || System.nanoTime() >= deadline) {
                return running;
            }
            if (!told) {
                LOG.atInfo().addKeyValue("data", data).log("waiting for the command that uses the folder");
                told = true;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
    }

    private static Connection at(String address, Map<String, Object> properties, List<AutoCloseable> owned) {
        Map<String, Object> all = new LinkedHashMap<>(properties);
        all.put("bootstrap.servers", address);
        return new Connection(all, owned);
    }
}
