package dev.undercurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.broker.BrokerException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that share a folder, whichever comes first. */
class ConnectionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @TempDir
    Path data;

    @Test
    void aCommandThatStaysSharesItsBrokerWithTheNext() throws Exception {
        try (Connection ingest = Connection.staying(data, Map.of(), PATIENCE);
                Connection run = Connection.hosting(data, Map.of(), PATIENCE)) {
            assertThat(ingest.isEmbedded()).isTrue();
            assertThat(run.isEmbedded()).isFalse();
            assertThat(run.bootstrapServers()).isEqualTo(ingest.bootstrapServers());
        }
    }

    @Test
    void aCommandThatComesAndGoesDoesNot() throws Exception {
        try (Connection reset = Connection.visiting(data, Map.of(), PATIENCE)) {
            assertThat(reset.isEmbedded()).isTrue();
            assertThatThrownBy(() -> Connection.hosting(data, Map.of(), PATIENCE))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("is in use by another process");
        }
    }
}
