package dev.undercurrent.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A backtest's report as one HTML page: no script, no network (its content security policy forbids both), light and
 * dark, for wide and narrow screens.
 */
public final class ReportPage {
    private final List<BacktestReport> reports;
    private final BacktestReport report;
    private final ReportCharts charts;
    private final StringBuilder html = new StringBuilder(1 << 16);

    private ReportPage(List<BacktestReport> reports) {
        this.reports = reports;
        this.report = reports.get(0);
        charts = new ReportCharts(reports);
    }

    /** The page of one run. */
    public static String of(BacktestReport report) {
        ReportPage page = new ReportPage(List.of(report));
        page.head();
        page.body();
        return page.end();
    }

    /** The page of a run with a second one beside it. */
    public static String of(BacktestReport report, Comparison comparison) {
        ReportPage page = new ReportPage(List.of(report, comparison.other()));
        page.head();
        page.body();
        page.compare(comparison);
        return page.end();
    }

    private void head() {
        String title = "Backtest of " + report.run().topology();
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>");
        html.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
        html.append("style-src 'unsafe-inline'\"/>");
        html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
        html.append("<meta name=\"color-scheme\" content=\"light dark\"/><title>")
                .append(Html.escape(title));
        html.append("</title><style>\n").append(style()).append("</style></head>\n<body><header><h1>");
        html.append(Html.escape(title))
                .append("</h1><p>")
                .append(Html.escape(report.run().input()));
        html.append(" · ").append(Format.time(report.run().from())).append(" to ");
        html.append(Format.time(report.run().to())).append(" UTC · flagged below a tail probability of ");
        html.append(Format.number(report.run().risk())).append("</p></header>\n<main>\n");
    }

    private void body() {
        html.append("<section class=\"cards\" aria-label=\"Summary\">");
        card("AUROC", Format.figure(report.detection().auroc()), "chance is 0.5");
        card("Average precision", Format.figure(report.detection().averagePrecision()), "chance is " + baseRate());
        card("Alerts a day", Format.number(report.flags().alertsPerDay()), flags());
        card(
                "Caught",
                Format.percent(report.flags().recall()),
                "of " + Format.count(report.positives()) + " anomalous units");
        card("Median delay", Format.seconds(report.detectionDelay().medianSeconds()), runs());
        html.append("</section>\n");
        if (report.positives() == 0) {
            note("No unit is labelled anomalous: nothing here says what was caught or missed.");
        }
        timelines();
        html.append("<div class=\"pair\">");
        section("Precision and recall", "The dot is where the flags are.", charts.precisionRecall());
        section("Alerts against recall", "How much more is caught by looking at more.", charts.load());
        html.append("</div>\n");
        section("Thresholds", sentence(), thresholds());
        section(
                "Beside other detectors",
                "No point adjustment; ties are one threshold.",
                ReportTables.detectors(reports));
        section("Most surprising units", "", ReportTables.top(report));
        section("Noise by key", "", ReportTables.keys(report));
        html.append("<div class=\"pair\">");
        section(
                "Calibration",
                "On the line, a stated risk is the share of normal units flagged.",
                charts.calibration());
        section("Models", "", models());
        html.append("</div>\n");
        section("Figures", hashes(), ReportTables.figures(reports));
    }

    private void timelines() {
        for (BacktestReport each : reports) {
            section(
                    reports.size() == 1
                            ? "Scores over time"
                            : "Scores over time: " + each.run().topology(),
                    "Highest and mean score of each span.",
                    "<p class=\"legend\"><span class=\"key max\"></span>highest <span class=\"key mean\"></span>mean "
                            + "<span class=\"key flag\"></span>flagged <span class=\"key label\"></span>labelled "
                            + "anomalous</p>" + ReportCharts.timeline(each));
        }
        if (reports.size() > 1) {
            html.append("<p class=\"legend\"><span class=\"key run0\"></span>");
            html.append(Html.escape(report.run().topology())).append(" <span class=\"key run1\"></span>");
            html.append(Html.escape(reports.get(1).run().topology())).append("</p>\n");
        }
    }

    private String thresholds() {
        StringBuilder tables = new StringBuilder();
        for (BacktestReport each : reports) {
            tables.append(
                    reports.size() == 1 ? "" : "<h3>" + Html.escape(each.run().topology()) + "</h3>");
            tables.append(ReportTables.thresholds(each));
        }
        return tables.toString();
    }

    private void compare(Comparison comparison) {
        String text = "Both flag " + Format.count(comparison.both()) + " units, only this run "
                + Format.count(comparison.onlyThis()) + ", only the other " + Format.count(comparison.onlyOther())
                + "; " + Format.count(comparison.unmatched()) + " units were scored by one of them alone.";
        section("Where the runs disagree", text, ReportTables.disagreements(comparison));
    }

    private String end() {
        return html.append("</main></body></html>\n").toString();
    }

    private void card(String title, String value, String note) {
        html.append("<div class=\"card\"><h2>").append(Html.escape(title)).append("</h2><p class=\"value\">");
        html.append(Html.escape(value))
                .append("</p><p>")
                .append(Html.escape(note))
                .append("</p></div>");
    }

    /** @param content markup that is safe already */
    private void section(String title, String text, String content) {
        html.append("<section><h2>").append(Html.escape(title)).append("</h2>");
        if (!text.isEmpty()) {
            note(text);
        }
        html.append(content).append("</section>\n");
    }

    private void note(String text) {
        html.append("<p>").append(Html.escape(text)).append("</p>");
    }

    private String hashes() {
        StringBuilder text =
                new StringBuilder("SHA-256 of the scores: ").append(report.run().scoreSha256());
        return reports.size() == 1
                ? text.toString()
                : text.append("; of the other run: ")
                        .append(reports.get(1).run().scoreSha256())
                        .toString();
    }

    private String baseRate() {
        int labelled = report.scored() - report.unlabelled();
        return labelled == 0 ? "unknown" : Format.number((double) report.positives() / labelled);
    }

    private String flags() {
        return Format.count(report.flags().flagged()) + " in all, "
                + Format.percent(report.flags().precision()) + " right";
    }

    private String runs() {
        DetectionDelay delay = report.detectionDelay();
        return Format.count(delay.undetected()) + " of " + Format.count(delay.runs()) + " runs missed";
    }

    private String models() {
        StringBuilder tables = new StringBuilder();
        for (BacktestReport each : reports) {
            tables.append(
                    reports.size() == 1 ? "" : "<h3>" + Html.escape(each.run().topology()) + "</h3>");
            tables.append(ReportTables.models(each));
            tables.append(each.nab().isEmpty() ? "" : ReportTables.nab(each));
        }
        return tables.toString();
    }

    /** "20 alerts a day catch 61 % of the anomalous units." */
    private String sentence() {
        for (BacktestReport.ThresholdRow row : report.thresholds()) {
            if (row.alertsPerDay() >= 20 && Double.isFinite(row.recall())) {
                return Format.number(row.alertsPerDay()) + " alerts a day catch " + Format.percent(row.recall())
                        + " of the anomalous units; " + Format.percent(row.precision()) + " of them are right.";
            }
        }
        return "The highest scores that fit into a number of alerts a day.";
    }

    private static String style() {
        try (InputStream css = ReportPage.class.getResourceAsStream("report.css")) {
            if (css == null) {
                throw new IllegalStateException("report.css: missing from the jar (expected: beside ReportPage)");
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
