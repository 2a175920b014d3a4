package dev.undercurrent.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The file {@code broker.address} by which other processes find the broker that runs on a folder: one line, address and
 * process id. It is removed when closed; one left by a killed process is told by its process and port being gone. Not
 * thread-safe.
 */
public final class BrokerAddress implements AutoCloseable {
    private static final int CONNECT_MILLIS = 1000;

    private final Path folder;

    private BrokerAddress(Path folder) {
        this.folder = folder;
    }

    /** Makes a broker known to other processes. */
    public static BrokerAddress publish(Path folder, EmbeddedBroker broker) {
        Path file = file(folder);
        Path draft = file.resolveSibling("broker.address.new");
        try {
            Files.writeString(
                    draft,
                    broker.bootstrapServers() + " " + ProcessHandle.current().pid() + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw BrokerFolder.unusable(folder, e);
        }
        return new BrokerAddress(folder);
    }

    /** The address of the broker that runs on {@code folder} and has made itself known; empty if there is none. */
    public static Optional<String> find(Path folder) {
        String[] parts;
        try {
            parts = Files.readString(file(folder)).strip().split(" ");
        } catch (IOException e) {
            return Optional.empty();
        }
        boolean live = parts.length == 2
                && parts[1].matches("\\d{1,18}")
                && ProcessHandle.of(Long.parseLong(parts[1])).isPresent()
                && answers(parts[0]);
        return live ? Optional.of(parts[0]) : Optional.empty();
    }

    /** Whether some process runs a broker on {@code folder}, known or not. */
    public static boolean isHeld(Path folder) {
        return BrokerFolder.isHeld(folder);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file(folder));
        } catch (IOException e) {
            throw BrokerFolder.unusable(folder, e);
        }
    }

    private static boolean answers(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("\\d{1,5}")) {
            return false;
        }
        try (Socket socket = new Socket()) {
            int port = Integer.parseInt(address.substring(colon + 1));
            socket.connect(new InetSocketAddress(address.substring(0, colon), port), CONNECT_MILLIS);
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static Path file(Path folder) {
        return folder.resolve("broker.address");
    }
}
