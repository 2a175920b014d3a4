package dev.undercurrent.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes a report as JSON: names are fixed, times ISO-8601, shares keys as plain decimals. */
final class ReportJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ReportJson() {}

    static ObjectNode of(BacktestReport report) {
        ObjectNode json = JSON.objectNode();
        run(json, report.run());
        json.put("scored", report.scored());
        json.put("positives", report.positives());
        json.put("unlabelled", report.unlabelled());
        detection(json, report.detection());
        json.put("flagged", report.flags().flagged());
        json.put("hits", report.flags().hits());
        number(json, "precision", report.flags().precision());
        number(json, "recall", report.flags().recall());
        number(json, "alertsPerDay", report.flags().alertsPerDay());
        ObjectNode delay = json.putObject("detectionDelay");
        delay.put("runs", report.detectionDelay().runs());
        delay.put("undetected", report.detectionDelay().undetected());
        number(delay, "medianSeconds", report.detectionDelay().medianSeconds());
        ObjectNode baselines = json.putObject("baselines");
        for (BacktestReport.BaselineResult baseline : report.baselines()) {
            detection(baselines.putObject(baseline.id()), baseline.detection());
        }
        lists(json, report);
        json.put("scoreSha256", report.run().scoreSha256());
        return json;
    }

    private static void run(ObjectNode json, BacktestReport.Run run) {
        json.put("topology", run.topology());
        json.put("input", run.input());
        json.put("rows", run.rows());
        json.put("warmup", run.warmup());
        json.put("from", time(run.from()));
        json.put("to", time(run.to()));
        number(json, "days", run.days());
        number(json, "risk", run.risk());
        number(json, "rowsPerSecond", run.rowsPerSecond());
    }

    private static void detection(ObjectNode json, Detection detection) {
        number(json, "auroc", detection.auroc());
        number(json, "averagePrecision", detection.averagePrecision());
        ObjectNode precision = json.putObject("precisionAt");
        ObjectNode recall = json.putObject("recallAt");
        for (Detection.AtShare at : detection.at()) {
            number(precision, Format.plain(at.share()), at.precision());
            number(recall, Format.plain(at.share()), at.recall());
        }
        number(json, "keyPrecisionAt100", detection.keyPrecisionAt100());
    }

    private static void lists(ObjectNode json, BacktestReport report) {
        array(json, "models", report.models(), (node, model) -> {
            node.put("version", model.version());
            node.put("time", time(model.time()));
            node.put("samples", model.samples());
            number(node, "elbo", model.elbo());
        });
        array(json, "thresholds", report.thresholds(), (node, row) -> {
            number(node, "alertsPerDay", row.alertsPerDay());
            number(node, "score", row.score());
            number(node, "tailProbability", row.tailProbability());
            node.put("alerts", row.alerts());
            node.put("hits", row.hits());
            number(node, "precision", row.precision());
            number(node, "recall", row.recall());
        });
        array(json, "keys", report.keys(), (node, key) -> {
            node.put("key", key.key());
            node.put("units", key.units());
            node.put("flagged", key.flagged());
            node.put("falseAlarms", key.falseAlarms());
            node.put("positives", key.positives());
            node.put("caught", key.caught());
        });
        array(json, "calibration", report.calibration(), (node, point) -> {
            number(node, "stated", point.stated());
            number(node, "observed", point.observed());
            node.put("units", point.units());
        });
        array(json, "curve", report.curve(), ReportJson::curve);
        array(json, "top", report.top(), ReportJson::top);
        array(json, "nab", report.nab(), (node, nab) -> {
            node.put("profile", nab.profile());
            number(node, "score", nab.score());
            number(node, "threshold", nab.threshold());
            node.put("windows", nab.windows());
        });
    }

    private static void curve(ObjectNode node, CurvePoint point) {
        number(node, "threshold", point.threshold());
        node.put("alerts", point.alerts());
        number(node, "precision", point.precision());
        number(node, "recall", point.recall());
    }

    private static void top(ObjectNode node, TopUnit unit) {
        node.put("id", unit.id());
        node.put("key", unit.key());
        node.put("time", time(unit.time()));
        number(node, "score", unit.score());
        number(node, "surprise", unit.surprise());
        number(node, "tailProbability", unit.tailProbability());
        node.put("anomaly", unit.anomaly());
        if (unit.label() >= 0) {
            node.put("label", unit.label());
        }
        array(node, "reasons", unit.reasons(), (child, reason) -> {
            child.put("feature", reason.feature());
            child.put("actual", reason.actual());
            child.put("expected", reason.expected());
            number(child, "low", reason.low());
            number(child, "high", reason.high());
            number(child, "surprise", reason.surprise());
        });
    }

    private static <T> void array(ObjectNode json, String name, List<T> values, BiConsumer<ObjectNode, T> write) {
        ArrayNode array = json.putArray(name);
        for (T value : values) {
            write.accept(array.addObject(), value);
        }
    }

    /** JSON has no NaN and no infinity. */
    private static void number(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
