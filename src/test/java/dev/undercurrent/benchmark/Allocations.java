package dev.undercurrent.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Whose allocations those of the stream threads are, by Flight Recorder's samples: that of the innermost frame that is
 * Kafka's or ours. Not thread-safe.
 */
final class Allocations {
    private static final List<String> CLIENTS = List.of("org.apache.kafka.clients.", "org.apache.kafka.common.");
    private static final String PRODUCT = "dev.undercurrent.";
    private static final String STREAMS = "org.apache.kafka.streams.";

    private final Recording recording = new Recording();

    void start() {
        recording.enable("jdk.ObjectAllocationSample").with("throttle", "500/s").withStackTrace();
        recording.start();
    }

    /** The share that is allocated outside Kafka's clients, 0..1; NaN for no samples. */
    double outsideClients() throws IOException {
        Path file = Files.createTempFile("allocations", ".jfr");
        try {
            recording.stop();
            recording.dump(file);
            double all = 0;
            double outside = 0;
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                RecordedThread thread = event.getThread();
                if (thread != null && String.valueOf(thread.getJavaName()).contains("-StreamThread-")) {
                    all += event.getLong("weight");
                    outside += isOfClients(event) ? 0 : event.getLong("weight");
                }
            }
            return all > 0 ? outside / all : Double.NaN;
        } finally {
            recording.close();
            Files.deleteIfExists(file);
        }
    }

    private static boolean isOfClients(RecordedEvent event) {
        if (event.getStackTrace() == null) {
            return false;
        }
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            String type = frame.getMethod().getType().getName();
            if (CLIENTS.stream().anyMatch(type::startsWith)) {
                return true;
            }
            if (type.startsWith(PRODUCT) || type.startsWith(STREAMS)) {
                return false;
            }
        }
        return false;
    }
}
