package dev.undercurrent.registry;

import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.ClusterException;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.model.ModelAssembler;
import dev.undercurrent.model.ModelChunks;
import dev.undercurrent.model.ModelChunks.ModelRecord;
import dev.undercurrent.model.ModelFormatException;
import dev.undercurrent.model.ModelManifest;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.publish.LifecycleEvent;
import dev.undercurrent.publish.RecordSerdes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A topology's models topic as of one moment, seen from outside of the running application, which follows what is put
 * into use here within its next poll. Not thread-safe.
 */
public final class ModelRegistry {
    private final Map<String, Object> client;
    private final TopicNames names;
    private final boolean exists;
    private final ModelAssembler models;

    private ModelRegistry(Map<String, Object> client, TopicNames names, boolean exists) {
        this.client = client;
        this.names = names;
        this.exists = exists;
        this.models = exists ? ModelTopic.read(client, names.models()) : new ModelAssembler();
    }

    /**
     * Reads the topic; one that is not there has no versions, which is no error: the topology was never run.
     *
     * @param client client properties, {@code bootstrap.servers} among them
     * @param patience how long a broker may take to answer
     * @throws ClusterException if none does
     */
    public static ModelRegistry read(Map<String, Object> client, TopicNames names, Duration patience) {
        try (Cluster cluster = Cluster.of(client)) {
            cluster.awaitReachable(patience);
            return new ModelRegistry(client, names, cluster.has(names.models()));
        }
    }

    /** The versions that are in the topic, ascending. */
    public List<ModelManifest> versions() {
        return models.versions(ModelVersion.ALL);
    }

    /** The number of the version in use; 0 for none. */
    public int current() {
        int version = models.current(ModelVersion.ALL);
        return version > 0
                ? version
                : models.salvage(ModelVersion.ALL).map(ModelVersion::version).orElse(0);
    }

    /** @throws IllegalArgumentException if there is no such version */
    public ModelManifest manifest(int version) {
        if (!exists) {
            throw new IllegalArgumentException("topic: " + names.models() + " is not there (expected: the models of "
                    + names.name() + "); run the topology first");
        }
        return versions().stream()
                .filter(known -> known.version() == version)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "version: " + version + " (expected: one that models list " + names.name() + " shows)"));
    }

    /**
     * A version with its tensors.
     *
     * @throws IllegalArgumentException if there is no such version
     * @throws ModelFormatException if its records are not complete or not valid
     */
    public ModelVersion version(int version) throws ModelFormatException {
        return models.read(ModelVersion.ALL, manifest(version).version());
    }

    /**
     * Puts a version into use and says so on the lifecycle topic, both or neither.
     *
     * @param type what this is: a promotion, or the way back
     * @param time ms since the epoch
     * @throws IllegalArgumentException if there is no such version
     * @throws ModelFormatException if its records are not complete or not valid; nothing is changed then
     */
    public void use(int version, LifecycleEvent.Type type, String reason, long time) throws ModelFormatException {
        version(version); // a damaged one is not put into use
        ModelManifest manifest = manifest(version);
        LifecycleEvent event =
                new LifecycleEvent(type, names.name(), ModelVersion.ALL, version, reason, time, manifest.metrics());
        ModelRecord use = ModelChunks.use(manifest);
        byte[] said = RecordSerdes.lifecycleEvents().serializer().serialize(names.lifecycle(), event);
        Map<String, Object> properties = new HashMap<>(client);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, names.models() + "-command");
        try (Producer<String, byte[]> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var unused = producer.send(new ProducerRecord<>(names.models(), 0, use.key(), use.value()));
            var unusedToo = producer.send(new ProducerRecord<>(names.lifecycle(), ModelVersion.ALL, said));
            producer.commitTransaction();
        }
    }
}
