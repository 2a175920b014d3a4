package dev.undercurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.broker.BrokerException;
import dev.undercurrent.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ConnectionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void sharesTheBrokerOfACommandThatStays() throws Exception {
        try (Connection host = options("--data", "" + folder).host(PATIENCE)) {
            assertThat(host.isEmbedded()).isTrue();
            try (Connection visitor = options("--data", "" + folder).visit(PATIENCE)) {
                assertThat(visitor.isEmbedded()).isFalse();
                assertThat(visitor.bootstrapServers()).isEqualTo(host.bootstrapServers());
            }
        }
        assertThat(folder.resolve("broker.address")).doesNotExist();
    }

    @Test
    void sharesTheBrokerOfACommandThatComesAndStays() throws Exception {
        try (Connection ingest = options("--data", "" + folder).stay(PATIENCE)) {
            assertThat(ingest.isEmbedded()).isTrue();
            try (Connection run = options("--data", "" + folder).host(PATIENCE)) {
                assertThat(run.isEmbedded()).isFalse();
                assertThat(run.bootstrapServers()).isEqualTo(ingest.bootstrapServers());
            }
        }
    }

    @Test
    void keepsTheBrokerOfACommandThatGoesToItself() throws Exception {
        try (Connection visitor = options("--data", "" + folder).visit(PATIENCE)) {
            assertThat(visitor.isEmbedded()).isTrue();
            assertThat(folder.resolve("broker.address")).doesNotExist();
            assertThatThrownBy(() -> options("--data", "" + folder).host(Duration.ofSeconds(1)))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("is in use by another process");
        }
    }

    @Test
    void passesAUsersPropertiesToEveryClient() throws Exception {
        Path file = Files.writeString(
                folder.resolve("client.properties"), "security.protocol=SSL\nsend.buffer.bytes=131072\n");
        try (Connection cluster = options("-b", "one:1,two:2", "-c", "" + file).host(PATIENCE)) {
            assertThat(cluster.isEmbedded()).isFalse();
            assertThat(cluster.properties())
                    .isEqualTo(Map.of(
                            "bootstrap.servers", "one:1,two:2",
                            "security.protocol", "SSL",
                            "send.buffer.bytes", "131072",
                            "receive.buffer.bytes", -1)); // as the system sizes it
        }
    }

    @Test
    void refusesPropertiesThatCannotBeRead() {
        Path file = folder.resolve("missing.properties");
        assertThatThrownBy(() -> options("-c", "" + file).host(PATIENCE))
                .isInstanceOf(ConfigException.class)
                .hasMessage("command-config: " + file + " (expected: a readable file of Java properties)");
    }

    @Command
    private static final class Any {}

    private static ConnectionOptions options(String... arguments) {
        ConnectionOptions options = new ConnectionOptions();
        new CommandLine(new Any()).addMixin("connection", options).parseArgs(arguments);
        return options;
    }
}
