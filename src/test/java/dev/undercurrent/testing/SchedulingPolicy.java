package dev.undercurrent.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How Linux schedules this process's threads, see sched(7). */
public final class SchedulingPolicy {
    /** Its place behind the name in a thread's {@code stat}, see proc(5). */
    private static final int FIELD = 38;

    private SchedulingPolicy() {}

    /** Of the calling thread. */
    public static int own() throws IOException {
        return of(Path.of("/proc/thread-self"));
    }

    /** @param name of threads, of which the system keeps 15 letters */
    public static List<Integer> ofThreads(String name) throws IOException {
        List<Integer> found = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                if (name(thread).equals(name)) {
                    found.add(of(thread));
                }
            }
        }
        return found;
    }

    private static String name(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (NoSuchFileException e) {
            return ""; // it has ended
        }
    }

    private static int of(Path thread) throws IOException {
        return of(Files.readString(thread.resolve("stat")));
    }

    /** @param stat a thread's, as the system gives it */
    public static int of(String stat) {
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[FIELD]);
    }
}
