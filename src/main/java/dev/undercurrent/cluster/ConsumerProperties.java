package dev.undercurrent.cluster;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Properties of the consumers beside those of Kafka Streams. */
public final class ConsumerProperties {
    private ConsumerProperties() {}

    /**
     * Those of one that is given its partitions, reads what is committed and commits nothing itself, so that it is of
     * no group and what the client's properties say of groups is not for it: {@code group.protocol=streams} is refused
     * by every consumer that is not one of Kafka Streams.
     *
     * @param client client properties, {@code bootstrap.servers} among them
     * @return a map of its own
     */
    public static Map<String, Object> groupless(Map<String, Object> client) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return properties;
    }
}
