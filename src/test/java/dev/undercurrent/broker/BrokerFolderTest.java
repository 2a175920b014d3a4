package dev.undercurrent.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerFolderTest {
    @TempDir
    Path folder;

    @Test
    void refusesAFileInPlaceOfAFolder() throws Exception {
        Path file = Files.writeString(folder.resolve("data"), "not a folder");
        assertThatThrownBy(() -> BrokerFolder.acquire(file))
                .isInstanceOf(BrokerException.class)
                .hasMessage("data: " + file + " (expected: a folder this user can write to); change its owner or choose"
                        + " another with --data");
    }

    @Test
    void refusesACommaInThePath() {
        Path path = folder.resolve("a,b");
        assertThatThrownBy(() -> BrokerFolder.acquire(path))
                .isInstanceOf(BrokerException.class)
                .hasMessage("data: " + path + " (expected: a path without a comma); choose another with --data");
    }

    @Test
    void isFreeAgainOnceClosed() {
        BrokerFolder.acquire(folder).close();
        try (BrokerFolder again = BrokerFolder.acquire(folder)) {
            assertThat(again.logs()).isEqualTo(folder.resolve("kafka"));
        }
    }

    @Test
    void tellsAFullDiskFromAForbiddenFolder() {
        assertThat(BrokerFolder.unusable(folder, new IOException("write: No space left on device")))
                .hasMessage("data: " + folder + " is on a full disk (expected: room for the broker's logs);"
                        + " free some space or choose another with --data");
    }

    @Test
    void findsNoBrokerByTheAddressOfADeadProcess() throws Exception {
        Files.writeString(folder.resolve("broker.address"), "127.0.0.1:9 999999999999\n");
        assertThat(BrokerAddress.find(folder)).isEmpty();
    }

    @Test
    void findsNoBrokerByAnAddressThatDoesNotAnswer() throws Exception {
        Files.writeString(
                folder.resolve("broker.address"),
                "127.0.0.1:1 " + ProcessHandle.current().pid() + "\n");
        assertThat(BrokerAddress.find(folder)).isEmpty();
    }

    @Test
    void findsNoBrokerByADamagedAddress() throws Exception {
        Files.writeString(folder.resolve("broker.address"), "nonsense");
        assertThat(BrokerAddress.find(folder)).isEmpty();
    }
}
