package dev.undercurrent.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end in order when the process is told to stop (SIGTERM, SIGINT): the command's thread is interrupted,
 * leaves its {@code try} blocks, and the process waits for it, but not forever. Thread-safe.
 */
final class Shutdown implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 25; // below the 30 s after which orchestrators kill

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean requested;

    private Shutdown(Thread command) {
        this.hook = new Thread(() -> stop(command), "shutdown");
    }

    /** A shutdown that interrupts the calling thread, until closed. */
    static Shutdown ofThisThread() {
        Shutdown shutdown = new Shutdown(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(shutdown.hook);
        return shutdown;
    }

    /** Whether the process has been told to stop. */
    boolean isRequested() {
        return requested;
    }

    @Override
    public void close() {
        finished.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                requested = true; // told to stop this very moment; the hook finds the latch down
            }
        }
    }

    private void stop(Thread command) {
        requested = true;
        command.interrupt();
        try {
            boolean inTime = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println("shutdown: not done after " + PATIENCE_SECONDS
                        + " s (expected: a few seconds); what was not committed is done again at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
