package dev.undercurrent.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder a broker keeps its data in, held for one process until closed. The operating system lets go of the lock
 * when the process dies, however it dies. Not thread-safe: one broker owns it.
 */
final class BrokerFolder implements AutoCloseable {
    private static final long LEAST_FREE_BYTES = 64L << 20;

    private final Path folder;
    private final FileChannel channel;

    private BrokerFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** @throws BrokerException if the folder cannot be written to, is full, or belongs to another process */
    static BrokerFolder acquire(Path folder) {
        if (folder.toString().contains(",")) {
            throw new BrokerException(
                    "data: " + folder + " (expected: a path without a comma); choose another with --data");
        }
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(
                    folder.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < LEAST_FREE_BYTES) {
                throw new BrokerException("data: " + folder + " has " + (free >> 20) + " MiB free (expected: at least "
                        + (LEAST_FREE_BYTES >> 20) + " MiB); free some space or choose another with --data");
            }
            if (!isLocked(channel)) {
                throw new BrokerException(inUse(folder));
            }
            return new BrokerFolder(folder, channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw unusable(folder, e);
        } catch (BrokerException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    /** Whether a process, this one included, holds the folder now. */
    static boolean isHeld(Path folder) {
        Path file = folder.resolve("broker.lock");
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return !isLocked(channel);
        } catch (IOException e) {
            return false; // whoever starts a broker there is told why it cannot
        }
    }

    /** Where Kafka keeps its logs. */
    Path logs() {
        return folder.resolve("kafka");
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    static BrokerException unusable(Path folder, IOException cause) {
        String text = cause.getMessage() == null ? "" : cause.getMessage();
        return text.contains("No space left")
                ? new BrokerException(
                        "data: " + folder + " is on a full disk (expected: room for the broker's logs);"
                                + " free some space or choose another with --data",
                        cause)
                : new BrokerException(
                        "data: " + folder + " (expected: a folder this user can write to); change its owner or choose"
                                + " another with --data",
                        cause);
    }

    private static String inUse(Path folder) {
        return "data: " + folder + " is in use by another process (expected: a folder of its own for each broker);"
                + " stop that process or choose another with --data";
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another broker of this very process
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new BrokerException("data: lock cannot be released (expected: a writable folder)", e);
            }
        }
    }
}
