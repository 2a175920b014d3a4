package dev.undercurrent.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the embedded broker is configured with: one node, small, quick to start again, and never forgetful. */
final class BrokerProperties {
    private static final String MAX_MESSAGE_BYTES = String.valueOf(64 << 20);

    private BrokerProperties() {}

    static Map<String, String> of(Path logs, int port, int controllerPort) {
        Map<String, String> properties = new HashMap<>(node(logs, port, controllerPort));
        properties.putAll(groups());
        properties.putAll(logs());
        return properties;
    }

    private static Map<String, String> node(Path logs, int port, int controllerPort) {
        return Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
                "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "controller.listener.names", "CONTROLLER",
                "inter.broker.listener.name", "PLAINTEXT",
                "log.dirs", logs.toString(),
                // the controller waits out a dead broker's session before it lets the next one in: 12 s with the
                // defaults after kill -9, 4 s with these
                "broker.session.timeout.ms", "2000",
                "broker.heartbeat.interval.ms", "500");
    }

    private static Map<String, String> groups() {
        return Map.of(
                "group.initial.rebalance.delay.ms", "0",
                "group.streams.initial.rebalance.delay.ms", "0",
                "group.streams.min.heartbeat.interval.ms", "500",
                "group.streams.heartbeat.interval.ms", "1000",
                "group.streams.min.session.timeout.ms", "6000",
                "group.streams.session.timeout.ms", "10000",
                // a year: a topology that rested for a week goes on where it was
                "offsets.retention.minutes", String.valueOf(365 * 24 * 60));
    }

    private static Map<String, String> logs() {
        Map<String, String> properties = new HashMap<>(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "auto.create.topics.enable", "false",
                "log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20)));
        // as its clients' are, see SocketBuffers
        properties.put("socket.send.buffer.bytes", "-1");
        properties.put("socket.receive.buffer.bytes", "-1");
        properties.put("message.max.bytes", MAX_MESSAGE_BYTES);
        properties.put("replica.fetch.max.bytes", MAX_MESSAGE_BYTES);
        // event time is the source's to judge (source.max-ahead), not the broker's
        properties.put("log.message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE));
        return properties;
    }
}
