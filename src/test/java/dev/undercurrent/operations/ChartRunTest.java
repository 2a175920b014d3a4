package dev.undercurrent.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.undercurrent.cli.UndercurrentCommand;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import dev.undercurrent.topology.WebConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What the product makes of a rendered pod: its arguments, variables and mounted files. */
class ChartRunTest {
    private static final Map<String, Map<String, String>> SECRETS = Map.of(
            "kafka-user",
                    Map.of(
                            "username",
                            "amy",
                            "password",
                            "s3cret-1",
                            "user",
                            "bob",
                            "secret",
                            "s3cret-2",
                            "jaas",
                            "M;"),
            "kafka-ca", Map.of("ca.crt", "CA\nCERT"),
            "kafka-client",
                    Map.of("ca.crt", "CA", "tls.key", "KEY", "tls.crt", "CHAIN", "kafka.properties", "retries=7"),
            "kafka-stores", Map.of("truststore.jks", "store", "keystore.jks", "store", "password", "s3cret-3"),
            "topologies",
                    Map.of("clicks.yaml", "{source: {topic: c}, features: {n: {}}}", "clicks-model.yaml", "latent: 3"));

    @TempDir
    Path root;

    static Stream<Path> valueSets() {
        return Chart.valueSets().stream();
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void theArgumentsAreThoseOfRun(Path values) throws IOException {
        Mounted pod = mounted(values);
        ParseResult parsed = new CommandLine(new UndercurrentCommand())
                .parseArgs(pod.arguments().toArray(String[]::new))
                .subcommand();
        assertThat(parsed.commandSpec().name()).isEqualTo("run");
        assertThat(parsed.matchedOptionValue("--bootstrap-server", "")).startsWith("kafka");
        assertThat(parsed.matchedOptionValue("--instance", "")).isEqualTo("fraud-undercurrent-0");
        assertThat(parsed.matchedOptionValue("--data", Path.of("")))
                .isEqualTo(pod.path("/var/lib/undercurrent"))
                .isDirectory();
        assertThat(parsed.matchedOptionValue("--command-config", Path.of(""))).isNotEmptyFile();
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void everyVariableIsAPropertyOfTheProduct(Path values) throws IOException {
        Set<String> known = new TreeSet<>(Set.of("UNDERCURRENT_LOG_LEVEL"));
        properties(
                "UNDERCURRENT",
                new ObjectMapper().readTree(new java.io.File("topologies/topology.schema.json")),
                known);
        assertThat(known).hasSizeGreaterThan(30);
        assertThat(mounted(values).variables().keySet())
                .filteredOn(name -> name.startsWith("UNDERCURRENT_"))
                .isNotEmpty()
                .isSubsetOf(known);
        assertThat(Path.of("src/main/resources/logback.xml")).content().contains("${UNDERCURRENT_LOG_LEVEL:-");
    }

    @Test
    void settingsAreLaidOverTheTopology() throws IOException {
        Mounted pod = mounted(Chart.valueSet("production"));
        LoadedTopology loaded = new TopologyLoader(Path.of(""), pod.variables())
                .load(Path.of(pod.arguments().get(1)));
        assertThat(loaded.name()).isEqualTo("card-fraud");
        assertThat(loaded.config().threshold().risk()).isEqualTo(0.0005);
        assertThat(loaded.config().runtime().threads()).isEqualTo(4);
        assertThat(loaded.config().runtime().standbys()).isEqualTo(1);
        assertThat(loaded.config().source().maxBytes()).isEqualTo(2_097_152);
    }

    @Test
    void theProbesFindThePagesWhateverTheTopologySays() throws IOException {
        Mounted pod = mounted(Chart.valueSet("minimal"));
        Path topology = Files.writeString(
                root.resolve("card-fraud.yaml"),
                Files.readString(Path.of("topologies/card-fraud.yaml")) + "web: {address: 127.0.0.1, port: 8080}\n");
        WebConfig web = new TopologyLoader(Path.of(""), pod.variables())
                .load(topology)
                .config()
                .web();
        assertThat(web).isEqualTo(new WebConfig("0.0.0.0", 9464));
    }

    @Test
    void aSinglePodHasNoStandbys() throws IOException {
        assertThat(mounted(Chart.valueSet("minimal")).variables()).doesNotContainKey("UNDERCURRENT_RUNTIME_STANDBYS");
    }

    @Test
    void anInlineTopologyIsFoundWithTheModelItNames() throws IOException {
        LoadedTopology loaded = load(Chart.valueSet("sasl-ssl"));
        assertThat(loaded.name()).isEqualTo("payments");
        assertThat(loaded.config().source().topic()).isEqualTo("payments");
        assertThat(loaded.config().model()).isEqualTo("small");
        assertThat(loaded.model().latent()).isEqualTo(4);
    }

    @Test
    void aTopologyOfAnExistingConfigMapIsFoundWithItsModel() throws IOException {
        LoadedTopology loaded = load(Chart.valueSet("keda"));
        assertThat(loaded.name()).isEqualTo("clicks");
        assertThat(loaded.config().source().topic()).isEqualTo("c");
        assertThat(loaded.model().latent()).isEqualTo(3);
    }

    @Test
    void clientsReadNameAndPasswordFromTheMountedSecret() throws IOException {
        AdminClientConfig client = client("production");
        assertThat(client.getString("security.protocol")).isEqualTo("SASL_SSL");
        assertThat(client.getString("sasl.mechanism")).isEqualTo("SCRAM-SHA-512");
        assertThat(client.getPassword("sasl.jaas.config").value())
                .isEqualTo("org.apache.kafka.common.security.scram.ScramLoginModule required"
                        + " username=\"amy\" password=\"s3cret-1\";");
        assertThat(client.getPassword("ssl.truststore.certificates").value()).isEqualTo("CA\nCERT");
        assertThat(client("keda").getPassword("sasl.jaas.config").value()).isEqualTo("M;");
    }

    @Test
    void clientsReadTheirOwnCertificateFromTheMountedSecret() throws IOException {
        AdminClientConfig pem = client("sasl-ssl");
        assertThat(pem.getPassword("sasl.jaas.config").value()).contains("PlainLoginModule", "\"bob\"", "\"s3cret-2\"");
        assertThat(pem.getPassword("ssl.keystore.key").value()).isEqualTo("KEY");
        assertThat(pem.getPassword("ssl.keystore.certificate.chain").value()).isEqualTo("CHAIN");
        AdminClientConfig stores = client("no-persistence");
        assertThat(Path.of(stores.getString("ssl.keystore.location"))).hasContent("store");
        assertThat(Path.of(stores.getString("ssl.truststore.location"))).hasContent("store");
        assertThat(stores.getPassword("ssl.keystore.password").value()).isEqualTo("s3cret-3");
        assertThat(stores.getPassword("ssl.truststore.password").value()).isEqualTo("s3cret-3");
    }

    @Test
    void aFileOfClientPropertiesMayBeTheUsersOwn() throws IOException {
        assertThat(client("many-host-telemetry").getInt("retries")).isEqualTo(7);
    }

    @Test
    void tasksWaitForAPodThatRestarts() throws IOException {
        Map<String, Object> properties = new HashMap<>(clientProperties("minimal"));
        properties.put("application.id", "a");
        assertThat(new StreamsConfig(properties).getMainConsumerConfigs("a", "c", 0))
                .containsEntry("session.timeout.ms", "45000");
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void noSecretStandsInAManifest(Path values) throws IOException {
        for (JsonNode manifest : Chart.committed().render(values)) {
            assertThat(manifest.path("kind").asText()).isNotEqualTo("Secret");
            assertThat(manifest.findValues("secretKeyRef")).isEmpty();
            Properties client = new Properties();
            client.load(new java.io.StringReader(
                    manifest.at("/data/client.properties").asText()));
            client.stringPropertyNames().stream()
                    .filter(name -> name.matches(".*(password|jaas|\\.key$|certificate).*"))
                    .forEach(name -> assertThat(client.getProperty(name)
                                    .replaceAll("\\$\\{secret:/etc/undercurrent-secrets/(sasl|tls):[a-z.]+}", "")
                                    .replaceFirst(
                                            "^org[a-zA-Z.]+LoginModule required username=\"\" password=\"\";$", ""))
                            .as(name)
                            .isEmpty());
        }
    }

    private Mounted mounted(Path values) throws IOException {
        return Mounted.layOut(Chart.committed().render(values), SECRETS, root);
    }

    private LoadedTopology load(Path values) throws IOException {
        Mounted pod = mounted(values);
        return new TopologyLoader(Path.of("nowhere"), pod.variables())
                .load(Path.of(pod.arguments().get(1)));
    }

    private AdminClientConfig client(String values) throws IOException {
        return new AdminClientConfig(clientProperties(values));
    }

    private Map<String, Object> clientProperties(String values) throws IOException {
        Mounted pod = mounted(Chart.valueSet(values));
        int option = pod.arguments().indexOf("--command-config");
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(pod.arguments().get(option + 1)))) {
            file.load(reader);
        }
        Map<String, Object> properties = new HashMap<>(Map.of("bootstrap.servers", "localhost:9092"));
        file.stringPropertyNames().forEach(name -> properties.put(name, file.getProperty(name)));
        return properties;
    }

    /** The variables of all scalar properties of a schema. */
    private static void properties(String path, JsonNode schema, Set<String> found) {
        schema.path("properties").properties().forEach(entry -> {
            String name = path + "_" + entry.getKey().toUpperCase(Locale.ROOT).replace('-', '_');
            String type = entry.getValue().path("type").asText();
            if (type.equals("object")) {
                properties(name, entry.getValue(), found);
            } else if (!type.equals("array")) {
                found.add(name);
            }
        });
    }
}
