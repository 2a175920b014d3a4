package dev.undercurrent.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The folder a broker keeps its data in, held for one process until closed. The operating system lets go of the lock
 * when the process dies, however it dies. Not thread-safe: one broker owns it.
 */
final class BrokerFolder implements AutoCloseable {
    private static final long LEAST_FREE_BYTES = 64L << 20;

    private static final int LOCK_ATTEMPTS = 10;
    private static final long LOCK_WAIT_MILLIS = 20;

    /**
     * The folders this process holds. POSIX drops a file's lock when the process that has it closes any other
     * descriptor of that file, so the file of a folder we hold must never be opened a second time.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

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
        if (!HELD_HERE.add(folder)) {
            throw inUse(folder);
        }
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(
                    folder.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            checkSpace(folder);
            lock(folder, channel);
            return new BrokerFolder(folder, channel);
        } catch (IOException e) {
            release(folder, channel);
            throw unusable(folder, e);
        } catch (BrokerException e) {
            release(folder, channel);
            throw e;
        }
    }

    /** Whether a process, this one included, holds the folder now. */
    static boolean isHeld(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        Path file = path.resolve("broker.lock");
        if (HELD_HERE.contains(path) || !Files.exists(file)) {
            return HELD_HERE.contains(path);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        } catch (IOException | OverlappingFileLockException e) {
            return false; // whoever starts a broker there is told why it cannot
        }
    }

    /** Where Kafka keeps its logs. */
    Path logs() {
        return folder.resolve("kafka");
    }

    @Override
    public void close() {
        release(folder, channel);
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

    private static BrokerException inUse(Path folder) {
        return new BrokerException("data: " + folder + " is in use by another process (expected: a folder of its own"
                + " for each broker); stop that process or choose another with --data");
    }

    private static void checkSpace(Path folder) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < LEAST_FREE_BYTES) {
            throw new BrokerException("data: " + folder + " has " + (free >> 20) + " MiB free (expected: at least "
                    + (LEAST_FREE_BYTES >> 20) + " MiB); free some space or choose another with --data");
        }
    }

    /** Tries more than once: somebody who only asks {@link #isHeld} has the lock for a moment. */
    private static void lock(Path folder, FileChannel channel) throws IOException {
        for (int attempt = 1; channel.tryLock() == null; attempt++) {
            if (attempt == LOCK_ATTEMPTS) {
                throw inUse(folder);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOCK_WAIT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw inUse(folder);
            }
        }
    }

    private static void release(Path folder, @Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new BrokerException("data: " + folder + " cannot be let go of (expected: a writable folder)", e);
        } finally {
            HELD_HERE.remove(folder);
        }
    }
}
