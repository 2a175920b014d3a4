package dev.undercurrent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.cluster.Cluster;
import dev.undercurrent.cluster.ClusterException;
import dev.undercurrent.cluster.Topic;
import dev.undercurrent.metrics.Meters;
import dev.undercurrent.testing.BrokerCluster;
import dev.undercurrent.testing.ClusterClient;
import dev.undercurrent.testing.Readings;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On brokers that let everybody do only what they have the right to. */
class RightsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String JAAS = "org.apache.kafka.common.security.plain.PlainLoginModule required ";

    private static final String REMEDY =
            " (expected: the rights that README.md lists); have them granted and start it again";

    @TempDir
    Path folder;

    private BrokerCluster brokers;
    private ClusterClient administrator;
    private int sent;

    @BeforeEach
    void start() throws Exception {
        brokers = new BrokerCluster(
                folder.resolve("brokers"),
                1,
                Map.of(
                        "listener.security.protocol.map",
                        "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "sasl.enabled.mechanisms",
                        "PLAIN",
                        "sasl.mechanism.inter.broker.protocol",
                        "PLAIN",
                        "listener.name.plaintext.plain.sasl.jaas.config",
                        JAAS
                                + "username=\"admin\" password=\"of-admin\" user_admin=\"of-admin\" user_ours=\"of-ours\";",
                        "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "super.users",
                        "User:admin;User:ANONYMOUS"));
        administrator = new ClusterClient(properties("admin"));
    }

    @AfterEach
    void stop() {
        administrator.close();
        brokers.close();
    }

    @Test
    void theRightsThatTheReadmeListsAreEnough() throws Exception {
        grant(every -> true);
        run();
        run(); // on what the first one left
    }

    private void run() throws Exception {
        try (TopologyRunner runner = runner()) {
            runner.start();
            administrator.send(Readings.records(sent, sent + 500));
            sent += 500;
            try (ClusterClient.Reader scores = administrator.reader("readings.scores")) {
                assertThat(scores.await(PATIENCE, read -> read.size() >= sent)).hasSize(sent);
            }
            try (ClusterClient.Reader models = administrator.reader("readings.models")) {
                // its first record is the layout of the state
                assertThat(models.await(PATIENCE, read -> read.size() > 1)).hasSizeGreaterThan(1);
            }
            assertThat(runner.failure()).isEmpty();
        }
    }

    @Test
    void withoutAnyItSaysWhichAreMissing() throws Exception {
        try (TopologyRunner runner = runner()) {
            assertThatThrownBy(runner::start)
                    .isInstanceOf(ClusterException.class)
                    .hasMessageStartingWith("topic readings.")
                    .hasMessageEndingWith(": Topic authorization failed." + REMEDY);
        }
    }

    @Test
    void withoutTheOneToTransactionsItEndsAndSaysSo() throws Exception {
        grant(without -> without.pattern().resourceType() != ResourceType.TRANSACTIONAL_ID);
        try (TopologyRunner runner = runner()) {
            runner.start();
            administrator.send(Readings.records(0, 10));
            assertThat(runner.awaitEnd())
                    .hasValueSatisfying(failure ->
                            assertThat(failure).hasMessage("kafka: Transactional Id authorization failed." + REMEDY));
        }
    }

    @Test
    void withoutTheOneToItsGroupItSaysSo() throws Exception {
        grant(without -> without.pattern().resourceType() != ResourceType.GROUP);
        try (TopologyRunner runner = runner()) {
            assertThatThrownBy(runner::start)
                    .isInstanceOfSatisfying(
                            AuthorizationException.class,
                            refusal -> assertThat(refusal)
                                    .hasMessageContaining("groupId `CoordinatorKey(idValue='readings'"));
        }
    }

    private void grant(Predicate<AclBinding> granted) throws Exception {
        List<AclBinding> rights = new ArrayList<>();
        rights.add(right(ResourceType.TOPIC, Readings.TOPIC, PatternType.LITERAL, AclOperation.READ));
        for (AclOperation operation : List.of(
                AclOperation.READ,
                AclOperation.WRITE,
                AclOperation.CREATE,
                AclOperation.DELETE,
                AclOperation.DESCRIBE_CONFIGS)) {
            rights.add(right(ResourceType.TOPIC, Readings.NAME, PatternType.PREFIXED, operation));
        }
        rights.add(right(ResourceType.GROUP, Readings.NAME, PatternType.LITERAL, AclOperation.READ));
        rights.add(right(ResourceType.TRANSACTIONAL_ID, Readings.NAME, PatternType.PREFIXED, AclOperation.WRITE));
        try (Admin admin = Admin.create(administrator.properties());
                Cluster cluster = Cluster.of(administrator.properties())) {
            admin.createAcls(rights.stream().filter(granted).toList()).all().get();
            cluster.ensure(List.of(Topic.ofEvents(Readings.TOPIC, 2)));
        }
    }

    private static AclBinding right(ResourceType type, String name, PatternType pattern, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:ours", "*", operation, AclPermissionType.ALLOW));
    }

    private TopologyRunner runner() throws Exception {
        LoadedTopology topology = new TopologyLoader(folder, Map.of()).load(Readings.repartitioned(folder));
        return new TopologyRunner(
                topology,
                properties("ours"),
                "readings-1",
                folder.resolve("state"),
                new Meters(Readings.NAME),
                new RunStatus());
    }

    private Map<String, Object> properties(String user) {
        return Map.of(
                "bootstrap.servers",
                brokers.bootstrapServers(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                JAAS + "username=\"" + user + "\" password=\"of-" + user + "\";");
    }
}
