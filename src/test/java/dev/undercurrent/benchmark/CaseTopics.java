package dev.undercurrent.benchmark;

import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.Topic;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.source.SourceConfig;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.training.Announcement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The topics of a case, deleted at its end, as the broker would be compacting them while the next is measured. Not
 * thread-safe.
 */
final class CaseTopics implements AutoCloseable {
    private final Cluster cluster;
    private final ClusterClient client;
    private final String name;
    private final SourceConfig source;

    CaseTopics(Cluster cluster, ClusterClient client, LoadedTopology topology) {
        this.cluster = cluster;
        this.client = client;
        this.name = topology.name();
        this.source = topology.config().source();
    }

    /** @param model in the models topic from the start */
    void create(List<Announcement> model) throws InterruptedException, ExecutionException {
        TopicNames names = new TopicNames(name);
        cluster.ensure(names, source);
        cluster.ensure(List.of(Topic.ofEvents(name + ".target", source.partitions())));
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (Announcement part : model) {
            records.add(
                    new ProducerRecord<>(names.models(), part.key().getBytes(StandardCharsets.UTF_8), part.value()));
        }
        client.send(records);
    }

    @Override
    public void close() {
        try (Admin admin = Admin.create(client.properties())) {
            List<String> topics = Cluster.result(admin.listTopics().names()).stream()
                    .filter(topic -> topic.equals(source.topic())
                            || topic.startsWith(name + ".")
                            || topic.startsWith(name + "-"))
                    .toList();
            Cluster.result(admin.deleteTopics(topics).all());
        }
    }
}
