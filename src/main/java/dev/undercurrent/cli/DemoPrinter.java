package dev.undercurrent.cli;

import dev.undercurrent.demo.DemoListener;
import dev.undercurrent.publish.LifecycleEvent;
import dev.undercurrent.publish.ScoreRecord;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Says on stderr what a demo is doing: phases, a line every few seconds, models, and the first flags of each phase. */
final class DemoPrinter implements DemoListener {
    private static final long LINE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int FLAGS_PER_PHASE = 3;

    private final PrintStream err;
    private final long started = System.nanoTime();
    private long printed = started;
    private int flags;

    DemoPrinter(PrintStream err) {
        this.err = err;
    }

    @Override
    public void phase(String text) {
        flags = 0;
        line("== " + text);
    }

    @Override
    public void progress(long done, long total) {
        if (System.nanoTime() - printed >= LINE_NANOS) {
            line(String.format(Locale.ROOT, "   %,d of %,d events scored", done, total));
        }
    }

    @Override
    public void lifecycle(LifecycleEvent event) {
        String reason = event.reason().isEmpty() ? "" : ": " + event.reason();
        line("   model " + event.version() + " " + event.type().text() + reason);
    }

    @Override
    public void flagged(ScoreRecord record) {
        if (flags++ < FLAGS_PER_PHASE) {
            line("   flagged: " + DemoSummary.oneLine(record));
        }
    }

    /** Ends the output. */
    void end() {
        err.flush();
    }

    private void line(String text) {
        printed = System.nanoTime();
        err.printf(Locale.ROOT, "%5.1f s %s%n", (printed - started) / 1e9, text);
    }
}
