package dev.undercurrent.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercurrent.backtest.BacktestResult;
import dev.undercurrent.backtest.ScoresCsv;
import dev.undercurrent.publish.DeadLetterHeaders;
import dev.undercurrent.report.BacktestReport;
import dev.undercurrent.report.BacktestReport.BaselineResult;
import dev.undercurrent.report.Comparison;
import dev.undercurrent.report.Detection;
import dev.undercurrent.report.ReportPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the result of a backtest goes: a folder, and the standard output as a table or as JSON. */
final class BacktestReports {
    private static final String SCORES = "scores.csv.gz";

    /** The scores of a run that has not come to its end, beside which those of an earlier one stay as they are. */
    private static final String UNFINISHED = SCORES + ".part";

    private final @Nullable Path folder;
    private final boolean json;
    private final PrintWriter out;

    /** @param folder made if it is not there; null for no files */
    BacktestReports(@Nullable Path folder, boolean json, PrintWriter out) {
        this.folder = folder;
        this.json = json;
        this.out = out;
    }

    /** The scores file, which takes its name when all is written, or only its hash where no folder is asked for. */
    ScoresCsv csv() throws IOException {
        if (folder == null) {
            return ScoresCsv.hashOnly();
        }
        Files.createDirectories(folder);
        return ScoresCsv.create(folder.resolve(UNFINISHED));
    }

    /** Writes and prints everything. */
    void write(BacktestResult result, Optional<Comparison> comparison) throws IOException {
        BacktestReport report = result.report();
        if (folder != null) {
            Files.move(folder.resolve(UNFINISHED), folder.resolve(SCORES), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(folder.resolve("report.json"), json(result).toPrettyString() + "\n");
            if (comparison.isPresent()) {
                Files.writeString(
                        folder.resolve("against.json"),
                        comparison.get().other().toJson().toPrettyString() + "\n");
            }
            Files.writeString(
                    folder.resolve("report.html"),
                    comparison.isPresent() ? ReportPage.of(report, comparison.get()) : ReportPage.of(report));
        }
        if (json) {
            JsonOption.print(out, json(result));
        } else {
            print(result, comparison);
        }
    }

    /** The report, and under {@code rejected} how many records were not scored, by reason. */
    private static ObjectNode json(BacktestResult result) {
        ObjectNode json = result.report().toJson();
        ObjectNode rejected = json.putObject("rejected");
        result.rejected().forEach((reason, count) -> rejected.put(DeadLetterHeaders.text(reason), count));
        return json;
    }

    private void print(BacktestResult result, Optional<Comparison> comparison) {
        BacktestReport report = result.report();
        out.println(line(report));
        if (!result.rejected().isEmpty()) {
            out.println("not scored: " + result.rejected());
        }
        Table table = new Table("detector", "AUROC", "average precision", "precision at 1 %", "recall at 1 %");
        row(table, report.run().topology(), report.detection());
        comparison.ifPresent(other ->
                row(table, other.other().run().topology(), other.other().detection()));
        for (BaselineResult baseline : report.baselines()) {
            row(table, baseline.title(), baseline.detection());
        }
        table.print(out);
        comparison.ifPresent(other -> out.println("flagged by both " + other.both() + ", only by "
                + report.run().topology() + " " + other.onlyThis() + ", only by "
                + other.other().run().topology() + " " + other.onlyOther()));
        out.println("scores " + report.run().scoreSha256());
        if (folder != null) {
            out.println("report " + folder.resolve("report.html"));
        }
        out.flush();
    }

    private static String line(BacktestReport report) {
        return String.format(
                Locale.ROOT,
                "%s: %,d rows, %,d of them warm-up, %,d scored, %,d positive; %,d flagged (%.1f a day), %,.0f rows/s",
                report.run().input(),
                report.run().rows(),
                report.run().warmup(),
                report.scored(),
                report.positives(),
                report.flags().flagged(),
                report.flags().alertsPerDay(),
                report.run().rowsPerSecond());
    }

    private static void row(Table table, String name, Detection detection) {
        Detection.AtShare last = detection.at().get(detection.at().size() - 1);
        table.row(
                name,
                figure(detection.auroc()),
                figure(detection.averagePrecision()),
                figure(last.precision()),
                figure(last.recall()));
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }
}
