package dev.undercurrent.benchmark;

import dev.undercurrent.cluster.SocketBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records at a steady rate and notes how long each takes to come out at the other end, uncommitted: from the
 * moment at which it should have been sent, so that a stall counts for everything that waits behind it. That moment
 * travels in a header.
 */
final class Latency {
    private static final String HEADER = "benchmark.due";
    private static final Duration POLL = Duration.ofMillis(20);
    private static final long SECOND = 1_000_000_000L;
    private static final long STEP = 1_000_000L;
    private static final long PATIENCE = 20 * SECOND;

    /** Share of the warm-up, and of the rate in it, in which compilers may take their part of the cores. */
    private static final double GENTLE_TIME = 0.75;

    private static final double GENTLE_RATE = 0.4;

    private final double rate;
    private final long seconds;
    private final long warmup;
    private final int gentle;
    private final double[] millis;
    private final int[] second;
    private int received;
    private int counted;

    /**
     * What was measured. Immutable.
     *
     * @param records that were sent and counted
     * @param lost of all that were sent, those that did not come out
     * @param p50 quantiles in ms
     * @param typicalP99 the median, over the seconds, of each second's p99: that of a second without a pause of the
     *     machine
     * @param stolen share of the cores' time that the host gave to others, 0..1
     */
    record Result(
            double rate, int records, int lost, double p50, double p99, double p999, double typicalP99, double stolen) {
        /** Of a case whose latency is not measured. */
        static final Result NONE = new Result(0, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /**
     * @param rate records a second
     * @param seconds that count
     * @param warmup seconds before them that do not, most of them at less than the rate
     */
    Latency(double rate, int seconds, int warmup) {
        this.rate = rate;
        this.seconds = seconds;
        this.warmup = warmup;
        double gentleTime = GENTLE_TIME * warmup;
        this.gentle = (int) (GENTLE_RATE * rate * gentleTime);
        this.millis = new double[gentle + (int) (rate * (seconds + warmup - gentleTime)) + 1];
        this.second = new int[millis.length];
    }

    /** When a record is to be sent, ns after the first. */
    private long due(int number) {
        double second =
                number < gentle ? number / (GENTLE_RATE * rate) : GENTLE_TIME * warmup + (number - gentle) / rate;
        return (long) (second * SECOND);
    }

    /**
     * @param records to send, in order; all are made before the first is sent, so as to take no time from what is
     *     measured
     */
    Result measure(
            String bootstrapServers, List<TopicPartition> outputs, Supplier<ProducerRecord<byte[], byte[]>> records)
            throws IOException, InterruptedException {
        List<ProducerRecord<byte[], byte[]>> ready =
                Stream.generate(records).limit(millis.length).toList();
        System.gc(); // so that none of them is moved while it is measured
        Stolen before = Stolen.now();
        Map<String, Object> client = new HashMap<>(SocketBuffers.SYSTEM_SIZED);
        client.put("bootstrap.servers", bootstrapServers);
        Map<String, Object> writer = new HashMap<>(client);
        writer.put("acks", "1");
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(writer, new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.assign(outputs);
            consumer.seekToEnd(outputs);
            outputs.forEach(consumer::position);
            long begin = System.nanoTime();
            Thread sender = new Thread(() -> send(producer, ready, begin), "sender");
            sender.start();
            long deadline = begin + (seconds + warmup) * SECOND + PATIENCE;
            while (received < millis.length && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    receive(record, begin);
                }
            }
            sender.join();
        }
        double[] all = Arrays.copyOf(millis, counted);
        return new Result(
                rate,
                counted,
                millis.length - received,
                StatUtils.percentile(all, 50),
                StatUtils.percentile(all, 99),
                StatUtils.percentile(all, 99.9),
                typicalP99(),
                Stolen.now().since(before));
    }

    private double typicalP99() {
        double[] bySecond = IntStream.range(0, (int) seconds)
                .mapToDouble(wanted -> StatUtils.percentile(
                        IntStream.range(0, counted)
                                .filter(record -> second[record] == wanted)
                                .mapToDouble(record -> millis[record])
                                .toArray(),
                        99))
                .toArray();
        return StatUtils.percentile(bySecond, 50);
    }

    private void send(
            KafkaProducer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> records, long begin) {
        for (int sent = 0; sent < records.size(); ) {
            long due = begin + due(sent);
            if (System.nanoTime() < due) {
                LockSupport.parkNanos(STEP);
                continue;
            }
            Future<RecordMetadata> unused = producer.send(stamped(records.get(sent), due));
            sent++;
        }
    }

    /** A copy: what is sent is garbage soon, and what was made before stays as it is. */
    private static ProducerRecord<byte[], byte[]> stamped(ProducerRecord<byte[], byte[]> record, long due) {
        Header header = new RecordHeader(
                HEADER, ByteBuffer.allocate(Long.BYTES).putLong(due).array());
        return new ProducerRecord<>(record.topic(), null, record.key(), record.value(), List.of(header));
    }

    private void receive(ConsumerRecord<byte[], byte[]> record, long begin) {
        Header header = record.headers().lastHeader(HEADER);
        if (header == null) {
            return; // of the records before
        }
        long due = ByteBuffer.wrap(header.value()).getLong();
        if (due < begin) {
            return; // of another case's
        }
        received++;
        if (due - begin >= warmup * SECOND && counted < millis.length) {
            millis[counted] = (System.nanoTime() - due) / 1e6;
            second[counted++] = (int) ((due - begin) / SECOND - warmup);
        }
    }
}
