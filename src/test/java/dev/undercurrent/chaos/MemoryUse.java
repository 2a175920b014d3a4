package dev.undercurrent.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.ingest.RecordFiles;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.replay.FileInput;
import dev.undercurrent.replay.Protocol;
import dev.undercurrent.replay.Replay;
import dev.undercurrent.replay.ReplayListener;
import dev.undercurrent.replay.ReplaySettings;
import dev.undercurrent.replay.SourceInput;
import dev.undercurrent.replay.Truth;
import dev.undercurrent.score.ScorerSlot;
import dev.undercurrent.testing.JavaProcess;
import dev.undercurrent.testing.Readings;
import dev.undercurrent.topology.LoadedTopology;
import dev.undercurrent.topology.TopologyLoader;
import dev.undercurrent.vae.NativeMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies outside of the JVM's own memory stays what it is, however often the model changes. */
class MemoryUse {
    private static final int READINGS = 1_000;
    private static final int SWAPS = Integer.getInteger("chaos.swaps", 1_000);
    private static final int SETTLED = SWAPS / 5;
    private static final long PAGE = 4096;
    /** What an allocator may keep for itself, and two pages a swap: far below one session a swap. */
    private static final long SLACK = (16L << 20) + 2 * PAGE * SWAPS;

    @TempDir
    Path folder;

    @Test
    void aThousandSwapsLeaveNativeMemoryFlat() throws Exception {
        ModelVersion model = train();
        try (ScorerSlot slot = new ScorerSlot()) {
            long outside = 0;
            long resident = 0;
            for (int swap = 1; swap <= SWAPS; swap++) {
                slot.swap(List.of(model.scorer(5)));
                if (swap % SETTLED == 0) {
                    System.out.printf(
                            "%,d swaps: %,d bytes outside of the JVM, %,d resident%n",
                            swap, NativeMemory.bytes(), resident());
                }
                if (swap == SETTLED) {
                    outside = NativeMemory.bytes();
                    resident = resident();
                }
            }
            assertThat(NativeMemory.bytes()).isLessThanOrEqualTo(outside + SLACK);
            assertThat(resident()).isLessThanOrEqualTo(resident + SLACK);
        }
    }

    private ModelVersion train() throws IOException {
        Path yaml = Readings.topology(folder);
        LoadedTopology loaded = new TopologyLoader(folder, Map.of()).load(yaml);
        List<String> lines = new ArrayList<>();
        Readings.records(0, READINGS).forEach(record -> lines.add(new String(record.value(), StandardCharsets.UTF_8)));
        Path file = Files.write(folder.resolve("readings.jsonl"), lines);
        ReplayListener nothing = (record, vector, label, counted) -> {};
        ReplaySettings settings = ReplaySettings.of(Protocol.ofRows(READINGS / 2), System.currentTimeMillis());
        try (SourceInput input = FileInput.open(file, loaded.config().source(), RecordFiles.Order.TIME);
                Replay replay = new Replay(loaded, settings, Truth.NONE, nothing)) {
            while (input.hasNext()) {
                replay.accept(input.next());
            }
            replay.finish();
            return replay.model().orElseThrow();
        }
    }

    private static long resident() throws IOException {
        return JavaProcess.residentBytes(ProcessHandle.current().pid());
    }
}
