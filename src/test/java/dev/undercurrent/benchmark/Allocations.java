package dev.undercurrent.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
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
            for (List<RecordedEvent> samples : ofStreams(RecordingFile.readAllEvents(file))) {
                // the first of a thread weighs what it allocated ever since it began
                for (RecordedEvent sample : samples.subList(1, samples.size())) {
                    all += sample.getLong("weight");
                    outside += isOfClients(sample) ? 0 : sample.getLong("weight");
                }
            }
            return all > 0 ? outside / all : Double.NaN;
        } finally {
            recording.close();
            Files.deleteIfExists(file);
        }
    }

    /** The samples of each stream thread, in order. */
    private static Collection<List<RecordedEvent>> ofStreams(List<RecordedEvent> events) {
        return events.stream()
                .filter(event -> event.getThread() != null
                        && String.valueOf(event.getThread().getJavaName()).contains("-StreamThread-"))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .collect(Collectors.groupingBy(event -> event.getThread().getJavaThreadId()))
                .values();
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
