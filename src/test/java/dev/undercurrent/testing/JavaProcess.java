package dev.undercurrent.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes that run a class of this one's class path, and what Linux tells of them. */
public final class JavaProcess {
    private static final long PAGE = 4096;

    private JavaProcess() {}

    /**
     * The command line of one, started as the launcher would.
     *
     * @param heap most memory of its heap, as {@code -Xmx} takes it
     */
    public static List<String> command(String heap, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:G1HeapRegionSize=4m",
                "--add-modules",
                "jdk.incubator.vector",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** How much of a process's memory lies in RAM. */
    public static long residentBytes(long pid) throws IOException {
        Path sizes = Path.of("/proc", String.valueOf(pid), "statm");
        return Long.parseLong(Files.readString(sizes).split(" ", -1)[1]) * PAGE;
    }
}
