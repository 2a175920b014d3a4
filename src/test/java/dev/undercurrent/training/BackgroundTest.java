package dev.undercurrent.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class BackgroundTest {
    /** The 17th field behind the name in {@code /proc/thread-self/stat}, see proc(5). */
    private static final int NICE = 16;

    @Test
    void theThreadGivesWayAndNoOtherDoes() throws InterruptedException {
        int before = niceness();
        CompletableFuture<Integer> within = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            Background.enter();
            within.complete(niceness());
        });
        thread.start();
        thread.join();

        assertThat(within).isCompletedWithValue(Background.NICENESS);
        assertThat(niceness()).isEqualTo(before);
    }

    private static int niceness() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
