package dev.undercurrent.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.model.Capability;
import dev.undercurrent.publish.RecordReader;
import dev.undercurrent.simulation.CardPayments;
import dev.undercurrent.simulation.CardPaymentsConfig;
import dev.undercurrent.simulation.Payment;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.testing.Engine;
import dev.undercurrent.testing.SchedulingPolicy;
import dev.undercurrent.testing.TestBroker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The built image, {@code -Dundercurrent.image}, as a cluster would run it, beside Kafka in a container. */
class ImageIT {
    private static final String IMAGE = System.getProperty("undercurrent.image", "undercurrent");
    private static final int PORT = 9464;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** All but the first need a native library. */
    private static final List<String> COMPRESSIONS = List.of("gzip", "lz4", "snappy", "zstd");

    private static final int EACH = 50;

    @BeforeAll
    static void needImages() {
        assumeTrue(
                Engine.has(IMAGE),
                "no container engine answers, or it has no image " + IMAGE
                        + ": run docker build -t undercurrent . first, or .ci/run");
        assumeTrue(Engine.gets(TestBroker.IMAGE), "the container engine has no image " + TestBroker.IMAGE);
    }

    @Test
    void scoresAsAnybodyButRootWithNothingToWriteToButItsVolume() throws Exception {
        try (Network network = Network.newNetwork();
                KafkaContainer kafka =
                        TestBroker.container().withNetwork(network).withListener("kafka:19092");
                GenericContainer<?> service = service(network)) {
            kafka.start();
            service.start();

            assertThat(service.execInContainer("id", "-u").getStdout()).isEqualTo("10001\n");
            ExecResult written = service.execInContainer("touch", "/opt/undercurrent/written");
            assertThat(written.getStderr()).contains("Read-only file system");
            assertThat(service.execInContainer("cat", "/proc/1/maps").getStdout())
                    .contains("/opt/undercurrent/native/libtensorflow_cc.so.2");

            List<String> ids = send(kafka.getBootstrapServers());
            assertThat(scored(kafka.getBootstrapServers(), ids.size())).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(metrics(service)).contains("undercurrent_events_scored_total{");
            awaitTraining(kafka.getBootstrapServers());
            assertThat(policy(service, "trainer")).as("SCHED_IDLE").isEqualTo(5);
        }
    }

    @SuppressWarnings("resource") // the test closes it
    private static GenericContainer<?> service(Network network) {
        return new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withNetwork(network)
                .withCommand("run", "card-fraud", "--bootstrap-server", "kafka:19092")
                .withEnv("UNDERCURRENT_TRAINING_FIRST_AFTER", "100")
                .withExposedPorts(PORT)
                .withCreateContainerCmdModifier(create -> Objects.requireNonNull(create.getHostConfig())
                        .withReadonlyRootfs(true)
                        .withCapDrop(Capability.ALL)
                        .withSecurityOpts(List.of("no-new-privileges")))
                .waitingFor(Wait.forHttp("/readyz").forPort(PORT).withStartupTimeout(PATIENCE));
    }

    /** Payments in every compression a producer may choose; returns their ids. */
    private static List<String> send(String bootstrapServers) throws Exception {
        CardPayments payments = new CardPayments(CardPaymentsConfig.of(1));
        List<String> ids = new ArrayList<>();
        for (String compression : COMPRESSIONS) {
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", bootstrapServers, "compression.type", compression),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                for (int left = EACH; left > 0; left--) {
                    Payment payment = payments.next().payment();
                    ids.add(payment.id());
                    producer.send(new ProducerRecord<>(
                                    "payments",
                                    payment.customer().getBytes(StandardCharsets.UTF_8),
                                    payment.json().getBytes(StandardCharsets.UTF_8)))
                            .get();
                }
            }
        }
        return ids;
    }

    private static List<String> scored(String bootstrapServers, int count) {
        RecordReader reader = new RecordReader();
        try (ClusterClient client = new ClusterClient(bootstrapServers);
                ClusterClient.Reader scores = client.reader("card-fraud.scores")) {
            List<ConsumerRecord<byte[], byte[]>> read = scores.await(PATIENCE, all -> all.size() >= count);
            return read.stream()
                    .map(record -> reader.score(record.value()).id())
                    .toList();
        }
    }

    private static void awaitTraining(String bootstrapServers) {
        try (ClusterClient client = new ClusterClient(bootstrapServers);
                ClusterClient.Reader announced = client.reader("card-fraud.lifecycle")) {
            assertThat(announced.await(PATIENCE, all -> !all.isEmpty())).isNotEmpty();
        }
    }

    /** That of a thread of the service. */
    private static int policy(GenericContainer<?> service, String thread) throws Exception {
        String stats =
                service.execInContainer("sh", "-c", "cat /proc/1/task/*/stat").getStdout();
        String found = stats.lines()
                .filter(stat -> stat.contains("(" + thread + ")"))
                .findFirst()
                .orElseThrow();
        return SchedulingPolicy.of(found);
    }

    private static String metrics(GenericContainer<?> service) throws Exception {
        URI page = URI.create("http://" + service.getHost() + ":" + service.getMappedPort(PORT) + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                .body();
    }
}
