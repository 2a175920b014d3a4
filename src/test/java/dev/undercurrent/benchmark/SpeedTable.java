package dev.undercurrent.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercurrent.model.ModelFormatException;
import dev.undercurrent.simulation.CardPayments;
import dev.undercurrent.simulation.CardPaymentsConfig;
import dev.undercurrent.simulation.Payment;
import dev.undercurrent.simulation.ServiceRequest;
import dev.undercurrent.simulation.ServiceRequests;
import dev.undercurrent.simulation.ServiceRequestsConfig;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the shipped topologies beside yardsticks in one run and writes {@code target/speed.md} and
 * {@code target/speed.json}. Run by {@code mvn -Pbenchmark verify}; {@code -Dsize=short} runs each case once,
 * {@code -Devents=50000} over fewer records, too few for the compiler to be done, {@code -Dcases=a;b} runs only the
 * cases whose names begin so, {@code -Dcommits=PT0.05S,PT0.2S} measures card-fraud at these commit intervals too,
 * {@code -Dpartitions=1,2,8} with so many partitions, {@code -Drate=1000} latencies at that many events a second
 * instead of half of what a case can do, {@code -Dseconds=60} for so long.
 */
class SpeedTable {
    private static final Path TOPOLOGIES = Path.of("topologies");
    private static final boolean SHORT = System.getProperty("size", "full").equals("short");
    private static final int EVENTS = Integer.getInteger("events", 1_500_000);
    /** As many times more records of a case whose like are fast, so that it runs for as long. */
    private static final int FAST = 3;

    /** Stream threads that a topology runs on where it says nothing of them. */
    private static final int THREADS = new TopologyLoader(Path.of(""), Map.of())
            .load(TOPOLOGIES.resolve("card-fraud.yaml"))
            .config()
            .runtime()
            .threads();

    private static final int ROUNDS = SHORT ? 1 : 3;
    private static final int SECONDS = Integer.getInteger("seconds", SHORT ? 15 : 30);
    private static final int RATE = Integer.getInteger("rate", 0);
    private static final int TRAINED_ON = 20_000;
    /** Small beside the stream, as those of long streams are: until ten times as many have come, all units go there. */
    private static final int SAMPLE = Math.min(100_000, EVENTS / 12);

    private static final int SCORING_ROUNDS = 15;
    private static final long SEED = 7;
    private static final Instant BEGIN = Instant.parse("2020-01-06T00:00:00Z");
    /** How good the model is makes no difference to its speed. */
    private static final Map<String, String> HURRIED = Map.of("UNDERCURRENT_MODEL_STEPS", "300");
    /** The model is there already; what is trained beside it, early and once, is small. */
    private static final Map<String, String> SETTLED = Map.of(
            "UNDERCURRENT_TRAINING_FIRST_AFTER", "2000",
            "UNDERCURRENT_TRAINING_SAMPLE", "2000",
            "UNDERCURRENT_TRAINING_BUDGET", "PT2S");

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();
    private final Map<String, Object> figures = new LinkedHashMap<>();

    /**
     * A case and what its rounds gave.
     *
     * @param threads stream threads
     */
    private record Row(String name, Bench.Case what, int threads, boolean timed, List<Bench.Run> runs) {
        private static final double KIB = 1024;

        double rate() {
            return median(Bench.Run::rate);
        }

        Map<String, Double> figures() {
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("eventsPerSecond", rate());
            figures.put("cpuMicrosPerEvent", median(Bench.Run::cpuMicros));
            figures.put("streamThreadMicrosPerEvent", median(Bench.Run::streamMicros));
            figures.put("receivedKibPerEvent", median(run -> run.received() / KIB));
            figures.put("sentKibPerEvent", median(run -> run.sent() / KIB));
            figures.put("allocatedKibPerEvent", median(run -> run.bytes() / KIB));
            figures.put("allocatedOutsideClientsKibPerEvent", median(run -> run.bytes() * run.outside() / KIB));
            figures.put("residentMib", median(Bench.Run::residentMib));
            figures.put("latencyAtEventsPerSecond", median(run -> run.latency().rate()));
            figures.put("p50Millis", median(run -> run.latency().p50()));
            figures.put("p99Millis", median(run -> run.latency().p99()));
            figures.put("p999Millis", median(run -> run.latency().p999()));
            figures.put("typicalP99Millis", median(run -> run.latency().typicalP99()));
            figures.put("stolenPercent", median(run -> 100 * run.stolen()));
            figures.put(
                    "stolenPercentWhileLatency",
                    median(run -> 100 * run.latency().stolen()));
            return figures;
        }

        private double median(ToDoubleFunction<Bench.Run> figure) {
            return StatUtils.percentile(runs.stream().mapToDouble(figure).toArray(), 50);
        }
    }

    @Test
    void measuresEveryCaseBesideItsYardsticks()
            throws IOException, InterruptedException, ExecutionException, ModelFormatException {
        try (Bench bench = new Bench(folder, new File("target/speed.log"))) {
            TrainedModel cards =
                    trained(TOPOLOGIES.resolve("card-fraud.yaml"), HURRIED, SpeedTable::payments, TRAINED_ON);
            List<Row> rows = rows(cards);
            for (int round = 0; round < ROUNDS; round++) {
                for (Row row : rows) {
                    double rate = RATE == 0 && row.name().contains("training") ? half(rows, THREADS) : RATE;
                    Bench.Run run = bench.run(row.what(), row.timed() ? SECONDS : 0, rate);
                    System.out.println(row.name() + ": " + run);
                    row.runs().add(run);
                }
            }
            report(rows);
            if (isWanted("scoring")) {
                report(new ScoringRates(cards.version(), cards.vectors()).measure(SCORING_ROUNDS), rows);
            }
        } finally {
            Files.write(Path.of("target/speed.md"), lines);
            new JsonMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(Path.of("target/speed.json").toFile(), figures);
            lines.forEach(System.out::println);
        }
        assertThat(lines).isNotEmpty();
    }

    private List<Row> rows(TrainedModel cards) throws IOException {
        Path card = TOPOLOGIES.resolve("card-fraud.yaml");
        Path service = TOPOLOGIES.resolve("service-metrics.yaml");
        Path keyed = Files.writeString(
                folder.resolve("keyed.yaml"), Files.readString(card).replaceAll("(?s)  terminal:.*?(?=training:)", ""));
        Path five = Files.writeString(
                folder.resolve("five.yaml"),
                Files.readString(card)
                        .replace("[PT1H, P1D, P7D, P30D]", "[PT1H, P1D, P30D]")
                        .replace("[P1D, P7D, P30D]", "[P1D, P7D]"));
        Map<String, String> cardModel = new HashMap<>(HURRIED);
        cardModel.put("UNDERCURRENT_MODEL", "card-fraud");
        Bench.Case base = new Bench.Case(
                        "topology",
                        card,
                        "by-terminal-repartition",
                        SpeedTable::payments,
                        EVENTS,
                        cards.records(),
                        SETTLED)
                .with("UNDERCURRENT_MODEL", "card-fraud");
        List<Row> rows = new ArrayList<>();
        for (int threads = 1; threads <= THREADS; threads++) {
            String end = on(threads);
            add(rows, "pass-through" + end, yardstick("pass", card, "", cardModel), threads, false);
            add(rows, "json" + end, yardstick("json", card, "by-terminal-repartition", cardModel), threads, false);
            add(
                    rows,
                    "records" + end,
                    yardstick("records", card, "by-terminal-repartition", cardModel),
                    threads,
                    false);
            add(rows, "card-fraud" + end, base, threads, true);
            if (isWanted("service-metrics" + end)) {
                TrainedModel minutes = trained(service, HURRIED, SpeedTable::requests, EVENTS);
                Bench.Case what = new Bench.Case(
                        "topology",
                        service,
                        "by-minute-repartition",
                        SpeedTable::requests,
                        FAST * EVENTS,
                        minutes.records(),
                        SETTLED);
                add(rows, "service-metrics" + end, what.with("UNDERCURRENT_MODEL", "service-metrics"), threads, false);
            }
        }
        add(
                rows,
                "card-fraud at least once",
                base.with("UNDERCURRENT_RUNTIME_GUARANTEE", "at-least-once"),
                THREADS,
                true);
        if (isWanted("five windows")) {
            add(
                    rows,
                    "five windows",
                    base.of(five, trained(five, cardModel, SpeedTable::payments, TRAINED_ON)),
                    THREADS,
                    true);
        }
        if (isWanted("keyed")) {
            TrainedModel alone = trained(keyed, cardModel, SpeedTable::payments, TRAINED_ON);
            add(rows, "keyed", base.of(keyed, alone).counting(""), THREADS, true);
        }
        Bench.Case training = base.with("UNDERCURRENT_TRAINING_EVERY", "PT1S")
                .with("UNDERCURRENT_TRAINING_FIRST_AFTER", "5000")
                .with("UNDERCURRENT_TRAINING_SAMPLE", Integer.toString(SAMPLE))
                .with("UNDERCURRENT_TRAINING_BUDGET", "PT2M");
        add(rows, "card-fraud while training", training, THREADS, true);
        for (String commit : listed("commits")) {
            add(rows, "card-fraud, commit " + commit, base.with("UNDERCURRENT_RUNTIME_COMMIT", commit), THREADS, true);
        }
        for (String partitions : listed("partitions")) {
            Bench.Case what = base.with("UNDERCURRENT_SOURCE_PARTITIONS", partitions);
            add(rows, "card-fraud, partitions " + partitions, what, THREADS, false);
        }
        return rows;
    }

    private static Bench.Case yardstick(String kind, Path file, String counted, Map<String, String> environment) {
        return new Bench.Case(kind, file, counted, SpeedTable::payments, FAST * EVENTS, List.of(), environment);
    }

    /** The values of a property, none if it is not set. */
    private static List<String> listed(String property) {
        return Arrays.stream(System.getProperty(property, "").split(","))
                .filter(value -> !value.isBlank())
                .toList();
    }

    private static void add(List<Row> rows, String name, Bench.Case what, int threads, boolean timed) {
        if (isWanted(name)) {
            Bench.Case placed = what.with("UNDERCURRENT_RUNTIME_THREADS", Integer.toString(threads));
            rows.add(new Row(name, placed, threads, timed, new ArrayList<>()));
        }
    }

    /** The end of the name of a case that is run on one thread and on more. */
    private static String on(int threads) {
        return ", " + threads + (threads == 1 ? " thread" : " threads");
    }

    private static boolean isWanted(String name) {
        return Arrays.stream(System.getProperty("cases", "").split(";")).anyMatch(name::startsWith);
    }

    /** Half of what card-fraud did; 0, and so half of what the case itself did, if that was not run. */
    private static double half(List<Row> rows, int threads) {
        return rate(rows, "card-fraud" + on(threads)).orElse(0) / 2;
    }

    /** What a case did; nothing if it was not run. */
    private static OptionalDouble rate(List<Row> rows, String name) {
        return rows.stream()
                .filter(row -> row.name().equals(name) && !row.runs().isEmpty())
                .mapToDouble(Row::rate)
                .findFirst();
    }

    private static Supplier<ProducerRecord<byte[], byte[]>> payments() {
        CardPayments payments = new CardPayments(new CardPaymentsConfig(3000, 2000, BEGIN, 0.008, SEED));
        return () -> {
            Payment payment = payments.next().payment();
            return new ProducerRecord<>("payments", bytes(payment.customer()), bytes(payment.json()));
        };
    }

    private static Supplier<ProducerRecord<byte[], byte[]>> requests() {
        List<String> services =
                IntStream.range(0, 20).mapToObj(i -> "service-" + i).toList();
        ServiceRequests requests = new ServiceRequests(new ServiceRequestsConfig(services, 2, BEGIN, 2, SEED));
        return () -> {
            ServiceRequest request = requests.next();
            return new ProducerRecord<>("requests", bytes(request.service()), bytes(request.json()));
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static TrainedModel trained(Path file, Map<String, String> environment, Bench.Source source, int records) {
        LoadedTopology topology = new TopologyLoader(Path.of(""), environment).load(file);
        return TrainedModel.of(
                topology,
                Stream.generate(source.begin())
                        .limit(records)
                        .map(ProducerRecord::value)
                        .toList());
    }

    private void report(List<Row> rows) {
        lines.add(
                "| case | events/s | of JSON | CPU µs an event, of its stream threads | KiB received, sent | allocated KiB an event, outside Kafka's clients "
                        + "| RSS MiB | at events/s | p50 ms | p99 ms | p99.9 ms | p99 of the median second, ms | stolen by the host, and then, % |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (Row row : rows) {
            Map<String, Double> figure = row.figures();
            double json = rate(rows, "json" + on(row.threads())).orElse(Double.NaN);
            figures.put(row.name(), figure);
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %.2f | %.1f, %.1f | %.1f, %.1f | %.1f, %.1f | %.0f | %,.0f | %.1f | %.1f | %.1f | %.1f | %.0f, %.0f |",
                    row.name(),
                    row.rate(),
                    row.rate() / json,
                    figure.get("cpuMicrosPerEvent"),
                    figure.get("streamThreadMicrosPerEvent"),
                    figure.get("receivedKibPerEvent"),
                    figure.get("sentKibPerEvent"),
                    figure.get("allocatedKibPerEvent"),
                    figure.get("allocatedOutsideClientsKibPerEvent"),
                    figure.get("residentMib"),
                    figure.get("latencyAtEventsPerSecond"),
                    figure.get("p50Millis"),
                    figure.get("p99Millis"),
                    figure.get("p999Millis"),
                    figure.get("typicalP99Millis"),
                    figure.get("stolenPercent"),
                    figure.get("stolenPercentWhileLatency")));
        }
    }

    private void report(ScoringRates.Result scoring, List<Row> rows) {
        double card = rate(rows, "card-fraud" + on(1)).orElse(0);
        double forest = scoring.forest().rows();
        Map<String, Double> figure = new LinkedHashMap<>();
        figures.put("scoring", figure);
        lines.add("");
        lines.add("| scoring alone, one thread, batches of 128 | rows/s | over Random Cut Forest | bytes a row |");
        lines.add("|---|---|---|---|");
        add(figure, "network", "the networks, 16 draws", scoring.net());
        add(figure, "score", "the whole score with its reasons", scoring.score());
        add(figure, "onnxRuntime", "ONNX Runtime, the same network", scoring.onnx());
        add(figure, "randomCutForest", "Random Cut Forest, scoring and learning", scoring.forest());
        if (card > 0) {
            figure.put("cardFraudOverForest", card / forest);
            lines.add(String.format(
                    Locale.ROOT, "| all of card-fraud, one stream thread | %,.0f | %.1f | |", card, card / forest));
        }
        lines.add("");
        lines.add(String.format(Locale.ROOT, "Stolen by the host meanwhile: %.0f %%.", 100 * scoring.stolen()));
        figure.put("stolenPercent", 100 * scoring.stolen());
    }

    private void add(Map<String, Double> figure, String name, String line, ScoringRates.Rate rate) {
        figure.put(name + "RowsPerSecond", rate.rows());
        figure.put(name + "OverForest", rate.overForest());
        figure.put(name + "BytesPerRow", rate.bytes());
        lines.add(String.format(
                Locale.ROOT, "| %s | %,.0f | %.1f | %.0f |", line, rate.rows(), rate.overForest(), rate.bytes()));
    }
}
