package dev.undercurrent.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the shipped topologies and models lie. */
final class Installation {
    private Installation() {}

    /** The working folder where it has topologies of its own, else the launcher's. */
    static Path folder() {
        Path working = Path.of("");
        String home = System.getProperty("undercurrent.home", "");
        return home.isEmpty() || Files.isDirectory(working.resolve("topologies")) ? working : Path.of(home);
    }
}
