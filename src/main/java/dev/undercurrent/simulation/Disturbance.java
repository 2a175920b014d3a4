package dev.undercurrent.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A harmless load on this machine that ends by itself: after its time, when closed, and with the process. A disk load
 * writes one file of at most 64 MiB over and over and deletes it. Thread-safe.
 */
public final class Disturbance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Disturbance.class);
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int FILE_BLOCKS = 64;

    private final long deadline;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;
    private volatile double residue;

    private Disturbance(Duration atMost) {
        this.deadline = System.nanoTime() + atMost.toNanos();
    }

    /** Keeps {@code cores} processors busy. */
    public static Disturbance ofProcessors(int cores, Duration atMost) {
        Disturbance disturbance = new Disturbance(atMost);
        for (int i = 0; i < cores; i++) {
            disturbance.start(disturbance::spin);
        }
        return disturbance;
    }

    /**
     * Writes to the disk that {@code folder} lies on.
     *
     * @throws UncheckedIOException if no file can be made there
     */
    public static Disturbance ofDisk(Path folder, Duration atMost) {
        Disturbance disturbance = new Disturbance(atMost);
        try {
            Path file = Files.createTempFile(folder, "disturbance", ".tmp");
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            disturbance.start(() -> disturbance.write(channel));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return disturbance;
    }

    /** Whether the load is still on. */
    public boolean isRunning() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    /** Stops the load; nothing of it is left when this returns. */
    @Override
    public void close() {
        stopped = true;
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true; // the load goes first; it looks at the flag within milliseconds
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(Runnable load) {
        Thread thread = new Thread(load, "disturbance");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private boolean isOver() {
        return stopped || System.nanoTime() - deadline >= 0;
    }

    private void spin() {
        double value = 1;
        while (!isOver()) {
            for (int i = 0; i < 10_000; i++) {
                value = Math.sqrt(value + i);
            }
        }
        residue = value; // else the loop could be optimised away
    }

    private void write(FileChannel channel) {
        try (channel) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
            for (long written = 0; !isOver(); written++) {
                block.clear();
                channel.write(block, written % FILE_BLOCKS * BLOCK_BYTES);
                if (written % 8 == 0) {
                    channel.force(false);
                }
            }
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("disk load ended early");
        }
    }

    @Override
    public String toString() {
        return "Disturbance[running=" + isRunning() + ", residue=" + residue + "]";
    }
}
