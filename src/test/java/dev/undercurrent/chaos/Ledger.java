package dev.undercurrent.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.publish.RecordReader;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.score.Value;
import dev.undercurrent.testing.Readings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Follows the scores topic as committed and holds each record against what is known of its reading: who it is of, when,
 * which header it carried, how many readings lie in its window. Keeps a bit a reading, not the records. Not
 * thread-safe.
 */
final class Ledger implements AutoCloseable {
    /** The header that every reading carries. */
    static final String HEADER = "trace";

    private static final Duration POLL = Duration.ofMillis(50);
    private static final int MOST_COMPLAINTS = 20;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordReader reader = new RecordReader();
    private final BitSet seen = new BitSet();
    private final Map<String, Integer> lastOfHost = new HashMap<>();
    private final Set<Integer> models = new TreeSet<>();
    private final List<String> complaints = new ArrayList<>();
    private final Map<String, Long> heard = new HashMap<>();
    private long longestSilence;
    private int complained;
    private int repeated;
    private int lastModel;

    /** @param consumer at the first record of the scores topic; closed with the ledger */
    Ledger(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Readings scored so far. */
    int scored() {
        return seen.cardinality();
    }

    /** Records beyond the first of a reading. */
    int repeated() {
        return repeated;
    }

    /** Model versions that scored. */
    Set<Integer> models() {
        return models;
    }

    /** The version that the record read last was scored by. */
    int lastModel() {
        return lastModel;
    }

    /** Begins to measure how long a host is silent. */
    void listen() {
        heard.clear();
        longestSilence = 0;
    }

    /** The longest time since {@link #listen} between two scores of one host, or since its last score. */
    Duration silence() {
        long now = System.nanoTime();
        heard.values().forEach(last -> longestSilence = Math.max(longestSilence, now - last));
        return Duration.ofNanos(longestSilence);
    }

    /** Reads what arrives within an instant. */
    void more() {
        consumer.poll(POLL).forEach(this::enter);
    }

    /** Reads until so many readings are scored. */
    void await(int readings, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (scored() < readings && System.nanoTime() < deadline) {
            more();
        }
        assertThat(scored()).as("readings scored within " + patience).isGreaterThanOrEqualTo(readings);
    }

    /** Reads to the end of what is committed right now. */
    void toEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            more();
        }
    }

    /** What has become of the readings below {@code readings}, for a person to read. */
    String sum(int readings) {
        return String.format(
                "%,d scored, %d lost, %d repeated, %d with another order, time, header or window than undisturbed",
                scored(), readings - seen.get(0, readings).cardinality(), repeated, complained);
    }

    /** Every reading below {@code readings} once, each as an undisturbed run would have it. */
    void expectEachOnce(int readings) {
        expectEach(readings);
        assertThat(complaints).isEmpty();
        assertThat(repeated).as("records of a reading that had one").isZero();
    }

    /** Every reading below {@code readings} at least once; one that came twice may stand in its windows twice. */
    void expectEach(int readings) {
        assertThat(seen.nextClearBit(0)).as("first reading without a score").isEqualTo(readings);
        assertThat(seen.length()).isEqualTo(readings);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void enter(ConsumerRecord<byte[], byte[]> record) {
        ScoreRecord score = reader.score(record.value());
        int number = Readings.number(score.id());
        String host = new String(record.key(), StandardCharsets.UTF_8);
        hear(host);
        lastModel = score.score().modelVersion();
        models.add(lastModel);
        if (seen.get(number)) {
            repeated++;
            return; // out of order by nature
        }
        seen.set(number);
        check(host.equals(Readings.host(number)), number, "of " + host);
        Integer last = lastOfHost.put(host, number);
        check(last == null || last < number, number, "after " + last + " of its host");
        check(record.timestamp() == Readings.time(number), number, "at " + record.timestamp());
        Header header = record.headers().lastHeader(HEADER);
        check(
                header != null && new String(header.value(), StandardCharsets.UTF_8).equals(String.valueOf(number)),
                number,
                "with header " + header);
        for (String window : Readings.COUNTS) {
            Value count = score.input().values().get(window);
            check(Value.of(Readings.inItsMinute(number)).equals(count), number, "with a " + window + " of " + count);
        }
    }

    private void hear(String host) {
        long now = System.nanoTime();
        Long last = heard.put(host, now);
        longestSilence = last == null ? longestSilence : Math.max(longestSilence, now - last);
    }

    private void check(boolean holds, int number, String found) {
        if (!holds) {
            complained++;
            if (complaints.size() < MOST_COMPLAINTS) {
                complaints.add("reading " + number + " " + found);
            }
        }
    }
}
