package dev.undercurrent.topology;

import dev.undercurrent.commit.CommitControl;
import dev.undercurrent.commit.CommitPace;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.publish.PublishConfig;
import dev.undercurrent.score.ScorerSlot;
import dev.undercurrent.training.TrainingRounds;
import dev.undercurrent.vae.NativeLibrary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a topology on a cluster: waits for the brokers, creates what is missing, reads the models topic to its end, and
 * starts the streams. Used by one thread, but {@link #close} may come from another.
 */
public final class TopologyRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopologyRunner.class);
    private static final Duration CLOSE = Duration.ofSeconds(20);
    private static final Duration WATCH = Duration.ofSeconds(5);

    /** Of an event between two stages that keeps its record: its key, its headers, its fields. */
    private static final int BESIDE_ITS_BYTES = 1 << 20;

    private final LoadedTopology topology;
    private final TopicNames names;
    private final Map<String, Object> client;
    private final String instance;
    private final Path stateFolder;
    private final Meters meters;
    private final RunStatus status;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<AutoCloseable> open = new ArrayList<>();
    private KafkaStreams streams;
    private ModelFeed feed;
    private Cluster cluster;

    /**
     * @param client client properties, {@code bootstrap.servers} among them
     * @param instance name of this instance, stable over restarts and unlike any other's
     * @param stateFolder where the stores lie
     * @param meters of this run alone
     * @param status is told where the run stands
     */
    @SuppressWarnings("NullAway.Init") // what start makes; every method but close comes after it
    public TopologyRunner(
            LoadedTopology topology,
            Map<String, Object> client,
            String instance,
            Path stateFolder,
            Meters meters,
            RunStatus status) {
        this.topology = topology;
        this.names = new TopicNames(topology.name());
        this.client = Map.copyOf(client);
        this.instance = instance;
        this.stateFolder = stateFolder;
        this.meters = meters;
        this.status = status;
    }

    /**
     * Returns once the streams are starting.
     *
     * @throws ClusterException if no broker answers within the topology's patience, a topic does not fit, or the rows
     *     of the kept state lie otherwise than the topology would read them
     * @throws dev.undercurrent.vae.NativeLibraryException if TensorFlow does not load on this system
     */
    public void start() {
        NativeLibrary.load(); // now, not when the first model is trained
        CommitPace pace = new CommitPace(topology.config().runtime().commit());
        RunMetrics.register(meters, status, topology.config(), pace, stateFolder);
        int partitions = connect();
        ScorerSlot slot = new ScorerSlot();
        follow(slot);
        streams = streams(partitions, slot, pace);
        status.starting(new RunningStreams(streams, feed));
        open.add(RunMetrics.of(meters, streams));
        streams.start();
    }

    /**
     * Waits for the brokers and creates what is missing.
     *
     * @return partitions of the source topic
     */
    private int connect() {
        cluster = Cluster.of(client);
        open.add(cluster);
        cluster.awaitReachable(topology.config().runtime().patience());
        status.connected();
        cluster.requireTimes(written(), topology.config().source().maxAhead());
        cluster.ensure(names, topology.config().source());
        return cluster.partitions(topology.config().source().topic());
    }

    /** Reads the models topic to its end, checks by it that the kept state fits, and goes on reading it. */
    private void follow(ScorerSlot slot) {
        feed = new ModelFeed(
                ModelTopic.consumer(client, instance + "-models"), names.models(), slot, topology::scorers, meters);
        open.add(feed);
        new StateCheck(topology, client, stateFolder).require(feed.read());
        feed.start();
    }

    private KafkaStreams streams(int partitions, ScorerSlot slot, CommitPace pace) {
        RuntimeConfig runtime = topology.config().runtime();
        StoreMemory memory = new StoreMemory(runtime.storeBytes());
        open.add(memory);
        Properties properties = StreamsProperties.of(topology.name(), instance, runtime, stateFolder, client);
        properties.put(SharedStoreMemory.MEMORY, memory);
        internalTopics().forEach(properties::putIfAbsent);
        TrainingRounds rounds = topology.rounds(topology.config().training(), feed);
        AnomalyTopology stages =
                new AnomalyTopology(topology, partitions, slot, rounds, pace, letterBytes(properties), meters);
        KafkaStreams made = new KafkaStreams(stages.build(properties), properties);
        if (stages.waitsForCommits()) {
            CommitControl control = CommitControl.of(made::metrics, pace);
            open.add(control);
            control.start();
        }
        made.setUncaughtExceptionHandler(this::failed);
        made.setStateListener((now, before) -> changed(now));
        return made;
    }

    /** The topics whose records have an event's time; some may not be there yet. */
    private List<String> written() {
        PublishConfig publish = topology.config().publish();
        List<String> written = new ArrayList<>(
                InternalTopics.of(topology.name(), topology.config().windows().keySet()));
        if (publish.scores()) {
            written.add(names.scores());
        }
        if (publish.anomalies()) {
            written.add(names.anomalies());
        }
        if (publish.latents()) {
            written.add(names.latents());
        }
        return written;
    }

    /** What those are made with that Kafka Streams makes, as events are. */
    private Map<String, Object> internalTopics() {
        Map<String, Object> settings = new HashMap<>();
        // an event whose windows are scored keeps its bytes, behind a repartition too, until it is known not to be late
        long between = (long) topology.config().source().maxBytes() + BESIDE_ITS_BYTES;
        settings.put(
                StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
                Math.max(between, cluster.largestRecord(names.scores())));
        if (cluster.boundsTimes(names.scores())) {
            settings.put(StreamsConfig.topicPrefix(Topic.MOST_AHEAD), Long.MAX_VALUE);
        }
        return settings;
    }

    /** Bytes of the largest dead letter: of what its topic takes and a producer sends. */
    private long letterBytes(Properties properties) {
        Map<String, Object> producer = new StreamsConfig(properties).getProducerConfigs(instance);
        long sent = Math.min(
                Long.parseLong(String.valueOf(producer.get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG))),
                Long.parseLong(String.valueOf(producer.get(ProducerConfig.BUFFER_MEMORY_CONFIG))));
        return Math.min(sent, cluster.largestRecord(names.deadLetters()));
    }

    /** Whether every partition this instance owns is being read. */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** The version in use, if there is one. */
    public Optional<ModelVersion> model() {
        return feed.current();
    }

    /** What ended the run, if something did. */
    public Optional<Throwable> failure() {
        return status.failure();
    }

    /**
     * Waits until the run ends, by {@link #close} or by a failure.
     *
     * @return the failure, if that was it
     */
    public Optional<Throwable> awaitEnd() throws InterruptedException {
        WallClock clock = WallClock.ofSystem();
        while (!ended.await(WATCH.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                clock.check();
                if (!cluster.answers(WATCH)) {
                    clock.check(); // by which that client waits too
                    cluster.awaitReachable(topology.config().runtime().patience());
                }
            } catch (ClusterException | WallClockException e) {
                status.failed(e);
                return status.failure();
            }
        }
        return status.failure();
    }

    /** Finishes the batch, commits, leaves the group, and frees everything; in order, within seconds. */
    @Override
    public void close() {
        status.closing();
        if (streams != null) {
            streams.close(CloseOptions.timeout(CLOSE).withGroupMembershipOperation(membership()));
        }
        ended.countDown();
        for (int index = open.size() - 1; index >= 0; index--) {
            try {
                open.get(index).close();
            } catch (Exception e) {
                LOG.atWarn().setCause(e).log("closing");
            }
        }
        open.clear();
    }

    private void changed(KafkaStreams.State now) {
        status.changed(now);
        LOG.atInfo().addKeyValue("state", now).log("streams");
        if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
            ended.countDown();
        }
    }

    /** With a warm copy elsewhere tasks move there at once; without one they wait for this instance to come back. */
    private CloseOptions.GroupMembershipOperation membership() {
        return topology.config().runtime().standbys() > 0
                ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                : CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;
    }

    private StreamThreadExceptionResponse failed(Throwable cause) {
        LOG.atError().setCause(cause).log("a stream thread failed; this instance stops");
        status.failed(cause);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
}
