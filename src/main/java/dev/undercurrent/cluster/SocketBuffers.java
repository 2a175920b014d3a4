package dev.undercurrent.cluster;

import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * How large the buffers of a Kafka client's connections are: as the system sizes them, by what a connection carries.
 * Kafka's own 32 to 128 KiB are less than two packets of the loopback device, which drops what does not fit, and what
 * was dropped comes again after 200 ms.
 */
public final class SocketBuffers {
    /** Properties of any Kafka client. */
    public static final Map<String, Object> SYSTEM_SIZED = Map.of(
            CommonClientConfigs.SEND_BUFFER_CONFIG, CommonClientConfigs.SEND_BUFFER_LOWER_BOUND,
            CommonClientConfigs.RECEIVE_BUFFER_CONFIG, CommonClientConfigs.RECEIVE_BUFFER_LOWER_BOUND);

    private SocketBuffers() {}
}
