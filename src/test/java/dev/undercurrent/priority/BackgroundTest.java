package dev.undercurrent.priority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.testing.SchedulingPolicy;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class BackgroundTest {
    @Test
    void theThreadGivesWayAndNoOtherDoes() throws Exception {
        int before = SchedulingPolicy.own();
        CompletableFuture<Integer> within = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            Background.enter();
            complete(within);
        });
        thread.start();
        thread.join();

        assertThat(within).isCompletedWithValue(Background.POLICY);
        assertThat(SchedulingPolicy.own()).isEqualTo(before);
    }

    @Test
    void threadsOfANameGiveWayAndNoOthersDo() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch pushed = new CountDownLatch(1);
        CompletableFuture<Integer> meant = waiting("one of a long name", running, pushed);
        CompletableFuture<Integer> other = waiting("one of any name", running, pushed);
        running.await();

        assertThat(Background.push("one of a long name")).isEqualTo(1);
        pushed.countDown();

        assertThat(meant.get()).isEqualTo(Background.POLICY);
        assertThat(other.get()).isEqualTo(SchedulingPolicy.own());
    }

    @Test
    void thereNeedBeNoThreadOfTheName() {
        assertThat(Background.push("nobody")).isZero();
    }

    private static CompletableFuture<Integer> waiting(String name, CountDownLatch running, CountDownLatch go) {
        CompletableFuture<Integer> policy = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    running.countDown();
                    try {
                        go.await();
                        complete(policy);
                    } catch (InterruptedException e) {
                        policy.completeExceptionally(e);
                    }
                },
                name);
        thread.start();
        return policy;
    }

    private static void complete(CompletableFuture<Integer> policy) {
        try {
            policy.complete(SchedulingPolicy.own());
        } catch (IOException e) {
            policy.completeExceptionally(e);
        }
    }
}
