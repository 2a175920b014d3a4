package dev.undercurrent.run;

import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.ClusterException;
import dev.undercurrent.cluster.TopicNames;
import dev.undercurrent.commit.CommitControl;
import dev.undercurrent.commit.CommitPace;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.registry.ModelFeed;
import dev.undercurrent.registry.ModelTopic;
import dev.undercurrent.score.ScorerSlot;
import dev.undercurrent.state.LocalState;
import dev.undercurrent.state.StateCheck;
import dev.undercurrent.topology.AnomalyTopology;
import dev.undercurrent.topology.ClusterTerms;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.RuntimeConfig;
import dev.undercurrent.topology.SharedStoreMemory;
import dev.undercurrent.topology.StoreMemory;
import dev.undercurrent.topology.StreamsProperties;
import dev.undercurrent.training.TrainingRounds;
import dev.undercurrent.vae.NativeLibrary;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
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

    private final LoadedTopology topology;
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
    private RunTopics topics;
    private int threads;

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
        this.client = Map.copyOf(client);
        this.instance = instance;
        this.stateFolder = stateFolder;
        this.meters = meters;
        this.status = status;
    }

    /**
     * Returns once the streams are starting.
     *
     * @throws ClusterException if no broker answers within the topology's patience, a topic does not fit, the rows of
     *     the kept state lie otherwise than the topology would read them, or what was read is not where it was
     * @throws IllegalStateException if the stores cannot be used; {@link #close} deletes corrupt ones
     * @throws org.apache.kafka.common.errors.AuthorizationException if a right is missing
     * @throws dev.undercurrent.vae.NativeLibraryException if TensorFlow does not load on this system
     */
    public void start() {
        NativeLibrary.load(); // now, not when the first model is trained
        CommitPace pace = new CommitPace(topology.config().runtime().commit());
        RunMetrics.register(meters, status, topology.config(), pace, stateFolder);
        connect();
        ScorerSlot slot = new ScorerSlot();
        follow(slot);
        try {
            streams = streams(slot, pace);
            status.starting(new RunningStreams(streams, feed));
            open.add(RunMetrics.of(meters, streams));
            streams.start();
        } catch (StreamsException e) { // of the state folder, whose stores it opens here
            throw fail(e);
        }
    }

    /** Waits for the brokers, creates what is missing, and checks what is there. */
    private void connect() {
        cluster = Cluster.of(client);
        open.add(cluster);
        cluster.awaitReachable(topology.config().runtime().patience());
        status.connected();
        topics = RunTopics.of(topology, cluster);
    }

    /** Reads the models topic to its end, checks by it that the kept state fits, and goes on reading it. */
    private void follow(ScorerSlot slot) {
        feed = new ModelFeed(
                ModelTopic.consumer(client, instance + "-models"),
                new TopicNames(topology.name()).models(),
                slot,
                topology::scorers,
                meters);
        open.add(feed);
        new StateCheck(topology, client, stateFolder).require(feed.read());
        feed.start();
    }

    private KafkaStreams streams(ScorerSlot slot, CommitPace pace) {
        RuntimeConfig runtime = topology.config().runtime();
        StoreMemory memory = new StoreMemory(runtime.storeBytes());
        open.add(memory);
        RunMetrics.stores(meters, memory);
        Properties properties = StreamsProperties.of(topology.name(), instance, runtime, stateFolder, client);
        properties.put(SharedStoreMemory.MEMORY, memory);
        ClusterTerms terms = topics.agree(properties, RunMetrics.overtaken(meters));
        TrainingRounds rounds = topology.rounds(topology.config().training(), feed);
        AnomalyTopology stages = new AnomalyTopology(topology, terms, slot, rounds, pace, meters);
        threads = Integer.parseInt(String.valueOf(properties.get(StreamsConfig.NUM_STREAM_THREADS_CONFIG)));
        KafkaStreams made = new MeasuredStreams(stages.build(properties), properties);
        if (stages.waitsForCommits()) {
            CommitControl control = CommitControl.of(made::metrics, pace);
            open.add(control);
            control.start();
        }
        made.setUncaughtExceptionHandler(this::failed);
        made.setStateListener((now, before) -> changed(now));
        return made;
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
                topics.check(WATCH);
            } catch (ClusterException | WallClockException e) {
                status.failed(e);
                return status.failure();
            }
            Optional<IllegalStateException> missing = missingThreads();
            if (missing.isPresent()) {
                status.failed(missing.get());
                return status.failure();
            }
        }
        return status.failure();
    }

    /** A thread whose place no other could take leaves its tasks undone, and Kafka Streams says nothing of it. */
    private Optional<IllegalStateException> missingThreads() {
        int alive = new RunningStreams(streams, feed).threads().size();
        // asked for afterwards: a client that has ended meanwhile has none
        return alive < threads && streams.state().isRunningOrRebalancing()
                ? Optional.of(new IllegalStateException("stream threads: " + alive + " (expected: " + threads
                        + "): none could take the place of one that failed, see the log; start it again"))
                : Optional.empty();
    }

    /** Finishes the batch, commits, leaves the group, and frees everything; in order, within seconds. */
    @Override
    public void close() {
        status.closing();
        boolean stopped = streams == null
                || streams.close(CloseOptions.timeout(CLOSE).withGroupMembershipOperation(membership()));
        ended.countDown();
        for (int index = open.size() - 1; index >= 0; index--) {
            try {
                open.get(index).close();
            } catch (Exception e) {
                LOG.atWarn().setCause(e).log("closing");
            }
        }
        open.clear();
        if (stopped && status.failure().filter(RunFailure::isCorruptStore).isPresent()) {
            deleteStores();
        }
    }

    /** Copies of what the changelogs hold. */
    private void deleteStores() {
        try {
            stores().delete();
        } catch (UncheckedIOException e) {
            LOG.atWarn().setCause(e).addKeyValue("folder", stores().stores()).log("corrupt stores not deleted: do so");
        }
    }

    private void changed(KafkaStreams.State now) {
        status.changed(now);
        LOG.atInfo().addKeyValue("state", now).log("streams");
        if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
            ended.countDown();
        }
    }

    /**
     * With a warm copy elsewhere tasks move there at once; without one they wait for this instance to come back, if it
     * can be told from another.
     */
    private CloseOptions.GroupMembershipOperation membership() {
        return topology.config().runtime().standbys() > 0 || !StreamsProperties.hasStaticMembers(client)
                ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                : CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;
    }

    private StreamThreadExceptionResponse failed(Throwable cause) {
        if (RunFailure.isLostTransaction(cause)) {
            LOG.atWarn().setCause(cause).log("a stream thread's transaction is lost; another takes its place");
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.atError().setCause(cause).log("a stream thread failed; this instance stops");
        if (cause instanceof StreamsException known) {
            fail(known);
        } else {
            status.failed(cause);
        }
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private RuntimeException fail(StreamsException cause) {
        RuntimeException explained = RunFailure.explained(cause, instance, stores());
        status.failed(explained);
        return explained;
    }

    private LocalState stores() {
        return new LocalState(stateFolder, topology.name());
    }
}
