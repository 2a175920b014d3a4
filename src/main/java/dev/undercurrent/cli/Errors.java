package dev.undercurrent.cli;

import dev.undercurrent.broker.BrokerException;
import dev.undercurrent.cluster.ClusterException;
import dev.undercurrent.cluster.Rights;
import dev.undercurrent.config.ConfigException;
import dev.undercurrent.config.Problems;
import dev.undercurrent.vae.NativeLibraryException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into lines on stderr and an exit code. */
final class Errors {
    private Errors() {}

    /** A command line that cannot be understood: one line, a hint, and exit code 2. */
    static int usage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(Problems.firstLine(failure));
        if (failure instanceof UnmatchedArgumentException unmatched) {
            unmatched.getSuggestions().stream()
                    .findFirst()
                    .ifPresent(near -> err.println("did you mean " + near + "?"));
        }
        err.println("see: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    /** What a command threw: each problem on a line; a request to stop is none. */
    static int execution(Exception failure, CommandLine command, boolean verbose, boolean stopping) {
        if (stopping && isInterrupt(failure)) {
            return ExitCode.SOFTWARE;
        }
        PrintWriter err = command.getErr();
        lines(failure).forEach(err::println);
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
        return isBadInput(failure) ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    private static List<String> lines(Exception failure) {
        if (failure instanceof ConfigException config) {
            return config.problems();
        }
        if (failure instanceof ClusterException) {
            return String.valueOf(failure.getMessage()).lines().toList();
        }
        if (failure instanceof UncheckedIOException && failure.getCause() != null) {
            return List.of(file(failure.getCause()));
        }
        if (failure instanceof IOException) {
            return List.of(file(failure));
        }
        if (failure instanceof BrokerException
                || failure instanceof NativeLibraryException
                || failure instanceof IllegalArgumentException
                || failure instanceof IllegalStateException) {
            return List.of(Problems.firstLine(failure));
        }
        if (failure instanceof AuthorizationException refusal) {
            return List.of(Rights.line("kafka", refusal));
        }
        if (failure instanceof RetriableException) {
            return List.of("kafka: " + Problems.firstLine(failure)
                    + " (expected: brokers that answer); look after them and" + " run it again");
        }
        return List.of(failure.getClass().getSimpleName() + ": " + Problems.firstLine(failure)
                + " (expected: no failure); run it again with --verbose and report it");
    }

    private static String file(Throwable failure) {
        if (failure instanceof NoSuchFileException missing) {
            return "file: " + missing.getFile() + " (expected: a path that exists); check it";
        }
        if (failure instanceof FileSystemException system) {
            String reason = system.getReason() == null ? system.getClass().getSimpleName() : system.getReason();
            return "file: " + system.getFile() + ": " + reason
                    + " (expected: a file this user can use); check the path";
        }
        return "file: " + Problems.firstLine(failure) + " (expected: no fault in reading or writing)";
    }

    private static boolean isBadInput(Throwable failure) {
        Throwable cause =
                failure instanceof UncheckedIOException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof ConfigException
                || cause instanceof NoSuchFileException
                || cause instanceof FileNotFoundException;
    }

    private static boolean isInterrupt(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException
                    || cause instanceof InterruptException
                    || cause instanceof CancellationException
                    || cause instanceof ClosedByInterruptException) {
                return true;
            }
        }
        return false;
    }
}
