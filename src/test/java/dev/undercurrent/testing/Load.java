package dev.undercurrent.testing;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends readings in small portions, one portion after the other, until closed. */
public final class Load implements AutoCloseable {
    private static final int PORTION = 20;
    private static final long PAUSE_MILLIS = 50;

    private final ClusterClient client;
    private final Thread thread = new Thread(this::send, "load");
    private final AtomicInteger sent = new AtomicInteger();
    private volatile boolean closing;
    private volatile Optional<Exception> failure = Optional.empty();

    private Load(ClusterClient client, int first) {
        this.client = client;
        sent.set(first);
    }

    /** Sends from the reading of that number on; the client is the load's until that is closed. */
    public static Load start(ClusterClient client, int first) {
        Load load = new Load(client, first);
        load.thread.start();
        return load;
    }

    /** The number of the next reading. */
    public int sent() {
        return sent.get();
    }

    /** What ended it early. */
    public Optional<Exception> failure() {
        return failure;
    }

    /** Ends it; what was sent is acknowledged. */
    public void stop() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void send() {
        try {
            while (!closing) {
                List<ProducerRecord<byte[], byte[]>> portion = Readings.records(sent.get(), sent.get() + PORTION);
                client.send(portion);
                sent.addAndGet(PORTION);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (Exception e) {
            failure = Optional.of(e);
        }
    }
}
