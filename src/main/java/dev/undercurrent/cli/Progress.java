package dev.undercurrent.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far long work has come, on stderr: a bar where a person watches, else a line every few seconds. Not thread-safe:
 * the working thread owns it.
 */
final class Progress implements AutoCloseable {
    private static final long LINE_NANOS = Duration.ofSeconds(5).toNanos();

    private final String task;
    private final long total;
    private final PrintStream err;
    private final @Nullable ProgressBar bar;
    private final long started = System.nanoTime();
    private long printed = started;
    private long done;

    private Progress(String task, long total, PrintStream err, boolean isTerminal) {
        this.task = task;
        this.total = total;
        this.err = err;
        this.bar = isTerminal ? bar(task, total) : null;
    }

    /** @param total how much there is to do, or -1 where nobody knows */
    static Progress of(String task, long total) {
        // Java cannot tell whether stderr is a terminal; the launcher can
        return new Progress(task, total, System.err, Boolean.getBoolean("undercurrent.terminal"));
    }

    /** Work that nobody watches, whose lines go to {@code err}. */
    static Progress toLines(String task, long total, PrintStream err) {
        return new Progress(task, total, err, false);
    }

    void step(long count) {
        done += count;
        if (bar != null) {
            bar.stepBy(count);
        } else if (System.nanoTime() - printed >= LINE_NANOS) {
            printed = System.nanoTime();
            err.println(line());
        }
    }

    /** Ends it; the last line says how much was done. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        } else {
            err.println(line());
        }
    }

    private String line() {
        double seconds = Math.max(1e-3, (System.nanoTime() - started) / 1e9);
        String of = total < 0 ? "" : String.format(Locale.ROOT, " of %,d (%.0f %%)", total, percent());
        return String.format(Locale.ROOT, "%s: %,d%s, %,.0f/s", task, done, of, done / seconds);
    }

    private double percent() {
        return total == 0 ? 100 : 100.0 * done / total;
    }

    private static ProgressBar bar(String task, long total) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build();
    }
}
