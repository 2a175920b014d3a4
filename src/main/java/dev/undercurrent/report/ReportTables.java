package dev.undercurrent.report;

import static dev.undercurrent.report.Table.number;
import static dev.undercurrent.report.Table.sentences;
import static dev.undercurrent.report.Table.text;

import dev.undercurrent.report.Table.Column;
import java.util.ArrayList;
import java.util.List;

/** The tables of a report; those that compare take one report or two. */
final class ReportTables {
    private ReportTables() {}

    static String figures(List<BacktestReport> reports) {
        List<Column> columns = new ArrayList<>(List.of(text("Figure")));
        List<List<String>> rows = new ArrayList<>();
        for (String name : List.of(
                "Rows read",
                "Warm-up rows",
                "Units scored",
                "Anomalous units",
                "Unlabelled units",
                "Flagged units",
                "Flagged and anomalous",
                "Precision of flags",
                "Recall of flags",
                "Runs of anomalies",
                "Runs never flagged",
                "Rows a second")) {
            rows.add(new ArrayList<>(List.of(name)));
        }
        for (BacktestReport report : reports) {
            columns.add(number(reports.size() == 1 ? "Value" : report.run().topology()));
            int row = 0;
            for (String value : figures(report)) {
                rows.get(row++).add(value);
            }
        }
        Table table = new Table("The run in figures", columns);
        rows.forEach(row -> table.row(row.toArray(String[]::new)));
        return table.render();
    }

    private static List<String> figures(BacktestReport report) {
        return List.of(
                Format.count(report.run().rows()),
                Format.count(report.run().warmup()),
                Format.count(report.scored()),
                Format.count(report.positives()),
                Format.count(report.unlabelled()),
                Format.count(report.flags().flagged()),
                Format.count(report.flags().hits()),
                Format.percent(report.flags().precision()),
                Format.percent(report.flags().recall()),
                Format.count(report.detectionDelay().runs()),
                Format.count(report.detectionDelay().undetected()),
                Format.number(report.run().rowsPerSecond()));
    }

    /** This run, the compared one and the baselines, the same figures for each. */
    static String detectors(List<BacktestReport> reports) {
        List<Column> columns = new ArrayList<>(List.of(
                text("Detector"), number("AUROC"), number("Average precision"), number("Key precision at 100")));
        for (Detection.AtShare at : reports.get(0).detection().at()) {
            columns.add(number("Precision at " + Format.percent(at.share())));
            columns.add(number("Recall at " + Format.percent(at.share())));
        }
        Table table = new Table("Detectors on the same units", columns);
        for (BacktestReport report : reports) {
            table.row(detector(report.run().topology(), report.detection()));
        }
        for (BacktestReport.BaselineResult baseline : reports.get(0).baselines()) {
            table.row(detector(baseline.title(), baseline.detection()));
        }
        return table.render();
    }

    private static String[] detector(String name, Detection detection) {
        List<String> cells = new ArrayList<>(List.of(
                name,
                Format.figure(detection.auroc()),
                Format.figure(detection.averagePrecision()),
                Format.figure(detection.keyPrecisionAt100())));
        for (Detection.AtShare at : detection.at()) {
            cells.add(Format.figure(at.precision()));
            cells.add(Format.figure(at.recall()));
        }
        return cells.toArray(String[]::new);
    }

    static String thresholds(BacktestReport report) {
        Table table = new Table(
                "What a number of alerts a day catches",
                List.of(
                        text("Alert budget"),
                        number("Caught"),
                        number("Recall"),
                        number("Precision"),
                        number("Alerts"),
                        number("Score from"),
                        number("Tail probability")));
        for (BacktestReport.ThresholdRow row : report.thresholds()) {
            table.row(
                    Format.number(row.alertsPerDay()) + " a day",
                    Format.count(row.hits()),
                    Format.percent(row.recall()),
                    Format.percent(row.precision()),
                    Format.count(row.alerts()),
                    Format.number(row.score()),
                    Format.number(row.tailProbability()));
        }
        return table.render();
    }

    static String keys(BacktestReport report) {
        Table table = new Table(
                "Keys with most false alarms",
                List.of(
                        text("Key"),
                        number("False alarms"),
                        number("Flagged"),
                        number("Units"),
                        number("Anomalous"),
                        number("Caught")));
        for (BacktestReport.KeyNoise key : report.keys()) {
            table.row(
                    key.key(),
                    Format.count(key.falseAlarms()),
                    Format.count(key.flagged()),
                    Format.count(key.units()),
                    Format.count(key.positives()),
                    Format.count(key.caught()));
        }
        return table.render();
    }

    static String top(BacktestReport report) {
        Table table = new Table(
                "Most surprising units",
                List.of(
                        text("Unit"),
                        text("Key"),
                        text("Time (UTC)"),
                        number("Score"),
                        number("Tail probability"),
                        text("Verdict"),
                        text("Label"),
                        sentences("Reasons")));
        for (TopUnit unit : report.top()) {
            table.row(
                    unit.id(),
                    unit.key(),
                    Format.time(unit.time()),
                    Format.number(unit.score()),
                    Format.number(unit.tailProbability()),
                    unit.anomaly() ? "flagged" : "passed",
                    Format.label(unit.label()),
                    reasons(unit.reasons()));
        }
        return table.render();
    }

    private static String reasons(List<TopUnit.Reason> reasons) {
        StringBuilder text = new StringBuilder();
        for (TopUnit.Reason reason : reasons.subList(0, Math.min(3, reasons.size()))) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(reason.feature())
                    .append(" = ")
                    .append(reason.actual());
            if (Double.isFinite(reason.low()) && Double.isFinite(reason.high())) {
                text.append(", expected ").append(Format.number(reason.low()));
                text.append(" to ").append(Format.number(reason.high()));
            } else if (!reason.expected().isEmpty()) {
                text.append(", expected ").append(reason.expected());
            }
            text.append(" (").append(Format.number(reason.surprise())).append(" nats)");
        }
        return text.toString();
    }

    static String models(BacktestReport report) {
        Table table = new Table(
                "Models used",
                List.of(text("Version"), text("In use from (UTC)"), number("Samples"), number("Holdout ELBO (nats)")));
        for (BacktestReport.ModelUse model : report.models()) {
            table.row(
                    Integer.toString(model.version()),
                    Format.time(model.time()),
                    Format.count(model.samples()),
                    Format.number(model.elbo()));
        }
        return table.render();
    }

    static String nab(BacktestReport report) {
        Table table = new Table(
                "Numenta Anomaly Benchmark",
                List.of(text("Profile"), number("Score of 100"), number("Threshold"), number("Windows")));
        for (BacktestReport.NabResult nab : report.nab()) {
            table.row(
                    nab.profile(),
                    Format.number(nab.score()),
                    Format.number(nab.threshold()),
                    Format.count(nab.windows()));
        }
        return table.render();
    }

    static String disagreements(Comparison comparison) {
        Table table = new Table(
                "Units on which the runs disagree",
                List.of(
                        text("Unit"),
                        text("Key"),
                        text("Time (UTC)"),
                        text("Label"),
                        text("Flagged by"),
                        number("Tail probability, this run"),
                        number("Tail probability, other run")));
        for (Comparison.Disagreement row : comparison.disagreements()) {
            table.row(
                    row.id(),
                    row.key(),
                    Format.time(row.time()),
                    Format.label(row.label()),
                    row.anomaly() ? "this run" : "the other run",
                    Format.number(row.tailProbability()),
                    Format.number(row.other()));
        }
        return table.render();
    }
}
