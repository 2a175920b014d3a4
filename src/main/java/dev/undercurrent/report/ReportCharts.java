package dev.undercurrent.report;

import dev.undercurrent.report.Axis.Scale;
import dev.undercurrent.report.BacktestReport.TimelineBin;
import java.util.ArrayList;
import java.util.List;

/** The charts of a report; a second run, where there is one, is drawn in a second colour. */
final class ReportCharts {
    private static final int WIDE = 1120;
    private static final int NARROW = 460;
    private static final int HEIGHT = 300;
    private static final int MERGED = 4;

    private final List<BacktestReport> reports;

    /** @param reports one, or two to compare */
    ReportCharts(List<BacktestReport> reports) {
        this.reports = reports;
    }

    /** Drawn twice, for wide and narrow screens: one shrunk picture would have letters too small to read. */
    static String timeline(BacktestReport report) {
        return "<div class=\"wide\">" + timeline(report, report.timeline(), WIDE) + "</div><div class=\"narrow\">"
                + timeline(report, merged(report.timeline()), NARROW) + "</div>\n";
    }

    private static String timeline(BacktestReport report, List<TimelineBin> bins, int width) {
        double low = 0;
        double high = 1;
        long step = Long.MAX_VALUE;
        for (int i = 0; i < bins.size(); i++) {
            low = Math.min(low, bins.get(i).mean());
            high = Math.max(high, bins.get(i).highest());
            step = i == 0
                    ? step
                    : Math.min(step, bins.get(i).time() - bins.get(i - 1).time());
        }
        Axis x = new Axis("event time (UTC)", report.run().from(), report.run().to(), Scale.TIME);
        double foot = low - 0.18 * (high - low) - 0.3; // room for the marks
        Chart chart = new Chart(
                "Scores over time, with flags and labels",
                width,
                HEIGHT,
                x,
                new Axis("score", foot, high, Scale.ASINH));
        List<double[]> highest = new ArrayList<>();
        List<double[]> mean = new ArrayList<>();
        for (int i = 0; i < bins.size(); i++) {
            TimelineBin bin = bins.get(i);
            if (i > 0 && bin.time() - bins.get(i - 1).time() > 8 * step) {
                highest.add(new double[] {Double.NaN, Double.NaN});
                mean.add(new double[] {Double.NaN, Double.NaN});
            }
            highest.add(new double[] {(double) bin.time(), bin.highest()});
            mean.add(new double[] {(double) bin.time(), bin.mean()});
        }
        for (BacktestReport.ModelUse model : report.models()) {
            chart.upright("swap", (double) model.time(), "model " + model.version());
        }
        chart.path("line max", highest).path("line mean", mean);
        for (TimelineBin bin : bins) {
            double end = bin.time() + (step == Long.MAX_VALUE ? 0 : step);
            if (bin.positives() > 0) {
                chart.mark("label", (double) bin.time(), end, 0);
            }
            if (bin.flagged() > 0) {
                chart.mark("flag", (double) bin.time(), end, 1);
            }
        }
        return chart.render();
    }

    /** Every {@value #MERGED} bins as one. */
    private static List<TimelineBin> merged(List<TimelineBin> bins) {
        List<TimelineBin> merged = new ArrayList<>();
        for (int from = 0; from < bins.size(); from += MERGED) {
            TimelineBin sum = bins.get(from);
            for (TimelineBin bin : bins.subList(from + 1, Math.min(from + MERGED, bins.size()))) {
                int units = sum.units() + bin.units();
                sum = new TimelineBin(
                        sum.time(),
                        Math.max(sum.highest(), bin.highest()),
                        sum.mean() + (bin.mean() - sum.mean()) * bin.units() / units,
                        units,
                        sum.flagged() + bin.flagged(),
                        sum.positives() + bin.positives());
            }
            merged.add(sum);
        }
        return merged;
    }

    String precisionRecall() {
        Axis x = new Axis("recall", 0, 1, Scale.LINEAR);
        Axis y = new Axis("precision", 0, 1, Scale.LINEAR);
        Chart chart = new Chart("Precision against recall", NARROW, HEIGHT, x, y);
        for (int run = 0; run < reports.size(); run++) {
            List<double[]> line = new ArrayList<>();
            for (CurvePoint point : reports.get(run).curve()) {
                line.add(new double[] {point.recall(), point.precision()});
            }
            chart.path("line run" + run, line);
            BacktestReport.Flags flags = reports.get(run).flags();
            chart.dot(
                    "dot run" + run,
                    flags.recall(),
                    flags.precision(),
                    "as flagged: recall " + Format.percent(flags.recall()) + ", precision "
                            + Format.percent(flags.precision()));
        }
        return chart.render();
    }

    String load() {
        double most = 1;
        double fewest = Double.POSITIVE_INFINITY;
        for (BacktestReport report : reports) {
            for (CurvePoint point : report.load()) {
                most = Math.max(most, point.alerts() / report.run().days());
                fewest = Math.min(fewest, point.alerts() / report.run().days());
            }
        }
        Axis x = new Axis("alerts a day", Math.min(fewest, most / 10), most, Scale.LOG);
        Axis y = new Axis("recall", 0, 1, Scale.LINEAR);
        Chart chart = new Chart("Recall against alerts a day", NARROW, HEIGHT, x, y);
        for (int run = 0; run < reports.size(); run++) {
            BacktestReport report = reports.get(run);
            List<double[]> line = new ArrayList<>();
            for (CurvePoint point : report.load()) {
                line.add(new double[] {point.alerts() / report.run().days(), point.recall()});
            }
            chart.path("line run" + run, line);
            chart.dot(
                    "dot run" + run,
                    report.flags().alertsPerDay(),
                    report.flags().recall(),
                    "as flagged: " + Format.number(report.flags().alertsPerDay()) + " a day");
        }
        return chart.render();
    }

    String calibration() {
        double least = 1e-2;
        for (BacktestReport report : reports) {
            for (CalibrationPoint point : report.calibration()) {
                if (point.observed() > 0) {
                    least = Math.min(least, Math.min(point.stated(), point.observed()));
                }
            }
        }
        Axis x = new Axis("stated tail probability", least, 1, Scale.LOG);
        Axis y = new Axis("observed share", least, 1, Scale.LOG);
        Chart chart = new Chart("Stated tail probability against observed share of normal units", NARROW, HEIGHT, x, y)
                .path("line ideal", List.of(new double[] {least, least}, new double[] {1, 1}));
        for (int run = 0; run < reports.size(); run++) {
            List<double[]> line = new ArrayList<>();
            for (CalibrationPoint point : reports.get(run).calibration()) {
                if (point.observed() > 0 && point.stated() >= least) {
                    line.add(new double[] {point.stated(), point.observed()});
                    chart.dot(
                            "dot run" + run,
                            point.stated(),
                            point.observed(),
                            "stated " + Format.number(point.stated()) + ", observed "
                                    + Format.number(point.observed()));
                }
            }
            chart.path("line run" + run, line);
        }
        return chart.render();
    }
}
