package dev.undercurrent.topology;

import dev.undercurrent.batch.BatchStage;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.commit.CommitPace;
import dev.undercurrent.commit.PacedStage;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.FeatureVectorSerde;
import dev.undercurrent.features.FeaturesStage;
import dev.undercurrent.features.WindowInput;
import dev.undercurrent.features.WindowInputSerde;
import dev.undercurrent.features.WindowedEvent;
import dev.undercurrent.features.WindowedEventSerde;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.publish.LatentCode;
import dev.undercurrent.publish.PublishStage;
import dev.undercurrent.publish.RecordSerdes;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.repartition.BundleStage;
import dev.undercurrent.repartition.UnbundleStage;
import dev.undercurrent.score.ScoreStage;
import dev.undercurrent.score.ScorerSlot;
import dev.undercurrent.source.Outcome;
import dev.undercurrent.threshold.JudgedUnit;
import dev.undercurrent.threshold.ThresholdStage;
import dev.undercurrent.training.Announcement;
import dev.undercurrent.training.RetrainingStage;
import dev.undercurrent.training.Rounds;
import dev.undercurrent.training.SampleStage;
import dev.undercurrent.training.Thinning;
import dev.undercurrent.training.TrainingConfig;
import dev.undercurrent.window.ClosedStage;
import dev.undercurrent.window.HistoryStage;
import dev.undercurrent.window.TrailingStage;
import dev.undercurrent.window.VectorPlan;
import dev.undercurrent.window.WindowGroup;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * Puts the stages in order: {@code source → features → window → batch → score → threshold → publish}, and beside it
 * {@code sample → retraining}. The only place that knows the order. Every node, store and repartition is named;
 * renaming one is a migration.
 *
 * <p>Not thread-safe: build once.
 */
public final class AnomalyTopology {
    /** Entries that all tasks together keep decoded, beside those in their stores. */
    static final long CACHED_ENTRIES = 2_000_000;

    private static final long LEAST_CACHED = 10_000;

    /**
     * Time for which records wait for others to share one in a repartition, where the next stage does not wait for a
     * commit; among the multiples of the batches' ticks, so that all tasks of a thread tick in one pass of its loop.
     */
    private static final Duration BUNDLING = Duration.ofMillis(5);

    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final String SEGMENT = "all";
    private static final String BY_SOURCE = "";

    private final LoadedTopology topology;
    private final VectorPlan plan;
    private final TopicNames names;
    private final ClusterTerms terms;
    private final int partitions;
    private final ScorerSlot slot;
    private final Rounds rounds;
    private final CommitPace pace;
    private final Meters meters;
    private final PipelineMetrics metrics;
    private final Serde<String> strings = Serdes.String();
    private final Serde<byte[]> bytes = Serdes.ByteArray();
    private boolean waitsForCommits;
    private final Serde<FeatureVector> vectorSerde = new FeatureVectorSerde();

    /**
     * @param partitions of the source topic
     * @param slot holds the model in use
     * @param rounds runs a retraining round
     * @param meters of the instance; of one topology that is built once
     */
    public AnomalyTopology(LoadedTopology topology, int partitions, ScorerSlot slot, Rounds rounds, Meters meters) {
        this(
                topology,
                ClusterTerms.own(partitions),
                slot,
                rounds,
                new CommitPace(topology.config().runtime().commit()),
                meters);
    }

    /**
     * @param terms those of the cluster that it will run on
     * @param pace at which stream threads commit, if it is set
     */
    public AnomalyTopology(
            LoadedTopology topology,
            ClusterTerms terms,
            ScorerSlot slot,
            Rounds rounds,
            CommitPace pace,
            Meters meters) {
        this.topology = topology;
        this.plan = topology.plan();
        this.names = new TopicNames(topology.name());
        this.terms = terms;
        this.partitions = terms.partitions();
        this.slot = slot;
        this.rounds = rounds;
        this.pace = pace;
        this.meters = meters;
        this.metrics = new PipelineMetrics(
                meters, plan.schema(), topology.config().threshold().risk());
    }

    /** @param properties what the topology will run with; they decide on naming rules and store defaults */
    public Topology build(Properties properties) {
        StreamsBuilder builder =
                new StreamsBuilder(new org.apache.kafka.streams.TopologyConfig(new StreamsConfig(properties)));
        TopologyConfig config = topology.config();
        DeadLetters deadLetters = new DeadLetters(names.deadLetters(), terms.deadLetterBytes(), metrics);

        KStream<String, WindowedEvent> events = deadLetters.separate(
                builder.stream(config.source().topic(), RawRecords.named("source", terms.reset()))
                        .process(new PacedStage<>(features(), pace), Named.as("features")),
                "features");
        KStream<String, FeatureVector> vectors =
                plan.scoresWindows() ? closed(events, deadLetters) : trailing(events, builder, deadLetters);
        KStream<String, JudgedUnit> judged = vectors.process(
                        new BatchStage(config.batch(), vectorSerde, meters), Named.as("batch"))
                .process(score(), Named.as("score"))
                .process(new ThresholdStage(config.threshold(), partitions), Named.as("threshold"));
        publish(judged);
        retrain(judged);
        return builder.build(properties);
    }

    /** Whether events wait for a commit before a stage sees them, in what was built. */
    public boolean waitsForCommits() {
        return waitsForCommits;
    }

    private FeaturesStage features() {
        return new FeaturesStage(
                topology.config().source(), plan.fields(), plan.schema().size(), plan.scoresWindows());
    }

    private ScoreStage score() {
        return new ScoreStage(slot, plan.schema(), topology.config().publish().reasons(), vectorSerde, meters);
    }

    /**
     * Unit {@code event}: each group fills its aggregates, behind a repartition unless the stream is partitioned by its
     * key.
     */
    private KStream<String, FeatureVector> trailing(
            KStream<String, WindowedEvent> events, StreamsBuilder builder, DeadLetters deadLetters) {
        Verdicts verdicts = new Verdicts(builder, names.feedback(), plan.groups(), deadLetters);
        boolean keyed = topology.config().source().keyed();
        String partitionedBy = keyed ? BY_SOURCE : "none";
        KStream<String, WindowedEvent> stream = events;
        for (WindowGroup group : plan.groups()) {
            String key = group.isKeyedBySource() ? BY_SOURCE : group.config().key();
            boolean inPlace = key.equals(partitionedBy);
            stream = window(group, stream, verdicts, inPlace);
            partitionedBy = key;
        }
        if (topology.config().history() > 1 && !partitionedBy.equals(BY_SOURCE)) {
            stream = byKey("by-key", stream, new WindowedEventSerde(), true);
        }
        return history(stream.mapValues(plan.extractor()::extract, Named.as("vector")));
    }

    private KStream<String, FeatureVector> history(KStream<String, FeatureVector> vectors) {
        int rows = topology.config().history();
        return rows > 1 ? vectors.process(new HistoryStage(rows, cachedEntries()), Named.as("history")) : vectors;
    }

    private KStream<String, WindowedEvent> window(
            WindowGroup group, KStream<String, WindowedEvent> events, Verdicts verdicts, boolean inPlace) {
        String name = group.name();
        TrailingStage stage = new TrailingStage(group, cachedEntries());
        if (inPlace && !group.countsConfirmed()) {
            return events.process(stage, Named.as("window-" + name));
        }
        KStream<String, WindowInput> input = inPlace
                ? events.mapValues(event -> event, Named.as("in-" + name))
                : events.map(
                        (key, event) -> new KeyValue<>(group.routingKey(event.event()), event), Named.as("in-" + name));
        if (group.countsConfirmed()) {
            KStream<String, WindowInput> confirmations = verdicts.of(group);
            input = input.merge(
                    inPlace ? byKey("verdicts-" + name, confirmations, new WindowInputSerde(), false) : confirmations,
                    Named.as("with-verdicts-" + name));
        }
        KStream<String, WindowInput> own = inPlace ? input : byKey("by-" + name, input, new WindowInputSerde(), true);
        return own.process(stage, Named.as("window-" + name));
    }

    /**
     * The stream in partitions by its key. Exactly once, what is behind it sees nothing before a commit, so records
     * wait for each other until then; at least once, for a few milliseconds.
     *
     * @param isHead whether a sub-topology begins behind it
     */
    private <V> KStream<String, V> byKey(String name, KStream<String, V> stream, Serde<V> values, boolean isHead) {
        boolean exactlyOnce = topology.config().runtime().guarantee() == RuntimeConfig.Guarantee.EXACTLY_ONCE;
        waitsForCommits |= exactlyOnce && isHead;
        BundleStage<V> bundle = exactlyOnce
                ? BundleStage.untilCommit(name, values, partitions)
                : BundleStage.within(BUNDLING, name, values, partitions);
        UnbundleStage<V> unbundle = new UnbundleStage<>(values, metrics::repartitioned);
        return stream.process(bundle, Named.as("bundle-" + name))
                .repartition(Repartitioned.<String, byte[]>as(name)
                        .withKeySerde(strings)
                        .withValueSerde(bytes)
                        .withNumberOfPartitions(partitions))
                .process(isHead ? new PacedStage<>(unbundle, pace) : unbundle, Named.as("unbundle-" + name));
    }

    /** Unit {@code window}: the one group's closed windows are the vectors. */
    private KStream<String, FeatureVector> closed(KStream<String, WindowedEvent> events, DeadLetters deadLetters) {
        WindowGroup group = plan.groups().get(0);
        KStream<String, WindowedEvent> stream = events;
        if (!group.isKeyedBySource() || !topology.config().source().keyed()) {
            KStream<String, WindowedEvent> keyed =
                    events.selectKey((key, event) -> group.routingKey(event.event()), Named.as("in-" + group.name()));
            stream = byKey("by-" + group.name(), keyed, new WindowedEventSerde(), true);
        }
        ClosedStage stage = new ClosedStage(group, plan.schema().size(), cachedEntries(), IDLE);
        KStream<String, Outcome<FeatureVector>> outcomes = stream.process(stage, Named.as("window-" + group.name()));
        return history(deadLetters.separate(outcomes, "window-" + group.name()));
    }

    /** Those of one task. */
    private long cachedEntries() {
        int stages = plan.groups().size() + (topology.config().history() > 1 ? 1 : 0);
        return Math.max(LEAST_CACHED, CACHED_ENTRIES / ((long) partitions * Math.max(1, stages)));
    }

    private void publish(KStream<String, JudgedUnit> judged) {
        TopologyConfig config = topology.config();
        KStream<String, ScoreRecord> records = judged.process(
                new PublishStage(topology.name(), plan.schema(), config.publish(), metrics::scored),
                Named.as("publish"));
        if (config.publish().scores()) {
            records.to(
                    names.scores(),
                    Produced.with(strings, RecordSerdes.scores()).withName(PublishStage.SCORES));
        }
        if (config.publish().anomalies()) {
            records.to(
                    names.anomalies(),
                    Produced.with(strings, RecordSerdes.scores()).withName(PublishStage.ANOMALIES));
        }
        if (config.publish().latents()) {
            KStream<String, LatentCode> codes =
                    records.mapValues(ScoreRecord::latentCode, Named.as(PublishStage.CODES));
            codes.to(
                    names.latents(),
                    Produced.with(strings, RecordSerdes.latentCodes()).withName("latents"));
        }
    }

    private void retrain(KStream<String, JudgedUnit> judged) {
        TrainingConfig training = topology.config().training();
        long seed = topology.model().seed();
        Thinning thinning = new Thinning(training, topology.config().history(), partitions, seed);
        KStream<String, Announcement> announcements = judged.process(
                        new SampleStage(thinning, SEGMENT), Named.as("sample"))
                .repartition(Repartitioned.<String, byte[]>as("samples")
                        .withKeySerde(strings)
                        .withValueSerde(bytes)
                        .withNumberOfPartitions(1))
                .process(new RetrainingStage(training, seed, rounds, meters), Named.as("retraining"));
        announce(announcements, Announcement.Destination.MODELS, names.models());
        announce(announcements, Announcement.Destination.LIFECYCLE, names.lifecycle());
    }

    private void announce(
            KStream<String, Announcement> announcements, Announcement.Destination destination, String topic) {
        String name = destination == Announcement.Destination.MODELS ? "models" : "lifecycle";
        announcements
                .filter((key, announcement) -> announcement.destination() == destination, Named.as("to-" + name))
                .mapValues(announcement -> announcement.value(), Named.as("write-" + name))
                .to(topic, Produced.with(strings, bytes).withName(name));
    }
}
