package dev.undercurrent.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStateTest {
    @TempDir
    Path states;

    @Test
    void storesOfATopologyThatWasNeverResetStay() throws Exception {
        LocalState local = stores("card-1", "card");
        local.requireMadeAfter(KeptState.NEVER);

        assertThat(local.stores()).isDirectory();
    }

    @Test
    void storesOfBeforeAResetAreDeletedOnce() throws Exception {
        LocalState local = stores("card-1", "card");
        Path neighbour = stores("card-1", "card-fraud").stores();
        local.requireMadeAfter(7);
        assertThat(local.stores()).doesNotExist();

        stores("card-1", "card");
        local.requireMadeAfter(7);
        assertThat(local.stores()).isDirectory();

        local.requireMadeAfter(8);
        assertThat(local.stores()).doesNotExist();
        assertThat(neighbour).isDirectory();
    }

    @Test
    void findsTheStoresOfOneTopologyInEveryInstance() throws Exception {
        LocalState first = stores("a", "card");
        LocalState second = stores("b", "card");
        Path neighbour = stores("b", "card-fraud").stores();

        assertThat(LocalState.below(states, "card")).containsExactly(first, second);
        assertThat(LocalState.below(states.resolve("nowhere"), "card")).isEmpty();
        LocalState.below(states, "card").forEach(LocalState::delete);

        assertThat(LocalState.below(states, "card")).isEmpty();
        assertThat(neighbour).isDirectory();
    }

    private LocalState stores(String instance, String topology) throws Exception {
        LocalState local = new LocalState(states.resolve(instance), topology);
        Files.createDirectories(local.stores().resolve("0_0/rocksdb"));
        Files.writeString(local.stores().resolve("0_0/rocksdb/000001.log"), "rows");
        return local;
    }
}
