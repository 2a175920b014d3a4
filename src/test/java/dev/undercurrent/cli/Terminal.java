package dev.undercurrent.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs command lines inside the test's process and keeps what they print. Not thread-safe. */
final class Terminal {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** @return the exit code */
    int execute(String... arguments) {
        try (Shutdown shutdown = Shutdown.ofThisThread()) {
            return commandLine(shutdown).execute(arguments);
        }
    }

    /** The command as it is before it has read any argument. */
    CommandLine commandLine() {
        try (Shutdown shutdown = Shutdown.ofThisThread()) {
            return commandLine(shutdown);
        }
    }

    /** Everything printed so far. */
    String out() {
        return out.toString();
    }

    /** Every error and warning so far. */
    String err() {
        return err.toString();
    }

    private CommandLine commandLine(Shutdown shutdown) {
        return UndercurrentCommand.commandLine(shutdown)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
    }
}
