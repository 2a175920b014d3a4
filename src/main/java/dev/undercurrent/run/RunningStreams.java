package dev.undercurrent.run;

import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.registry.ModelFeed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;

/** What a run's client and its feed of models say of themselves. Thread-safe. */
record RunningStreams(KafkaStreams client, ModelFeed feed) implements RunStatus.Streams {
    @Override
    public KafkaStreams.State state() {
        return client.state();
    }

    @Override
    public Map<String, List<String>> tasks() {
        Map<String, List<String>> tasks = new TreeMap<>();
        for (ThreadMetadata thread : threads()) {
            for (TaskMetadata task : thread.activeTasks()) {
                tasks.put(
                        task.taskId().toString(),
                        task.topicPartitions().stream()
                                .map(TopicPartition::toString)
                                .sorted()
                                .toList());
            }
        }
        return tasks;
    }

    /** The stream threads that live; none where the client does not run. */
    Set<ThreadMetadata> threads() {
        try {
            return client.metadataForLocalThreads();
        } catch (IllegalStateException e) {
            return Set.of(); // not running yet, or not any more
        }
    }

    @Override
    public Optional<ModelVersion> model() {
        return feed.current();
    }
}
