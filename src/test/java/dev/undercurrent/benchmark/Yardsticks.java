package dev.undercurrent.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/** What else could be done with the same records: the topologies that the product's are held against. */
final class Yardsticks {
    static final String REPARTITION = "by-terminal";

    private static final JsonMapper JSON = new JsonMapper();

    private Yardsticks() {}

    /** Bytes in, bytes out. */
    static Topology passThrough(String source, String target) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        source,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("source"))
                .to(
                        target,
                        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("target"));
        return builder.build();
    }

    /**
     * Each payment parsed, keyed by its terminal, moved through a repartition, parsed again, and written with one more
     * field: as many moves of every record between partitions as card-fraud has.
     */
    static Topology json(String source, String target, int partitions) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        source,
                        Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("source"))
                .selectKey((key, value) -> parse(value).path("terminal_id").asText(), Named.as("by-field"))
                .repartition(Repartitioned.<String, byte[]>as(REPARTITION)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.ByteArray())
                        .withNumberOfPartitions(partitions))
                .mapValues(value -> rewritten(parse(value)), Named.as("rewrite"))
                .to(target, Produced.with(Serdes.String(), Serdes.ByteArray()).withName("target"));
        return builder.build();
    }

    private static ObjectNode parse(byte[] value) {
        try {
            return (ObjectNode) JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(new String(value, StandardCharsets.UTF_8), e);
        }
    }

    private static byte[] rewritten(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json.put("seen", System.currentTimeMillis()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
