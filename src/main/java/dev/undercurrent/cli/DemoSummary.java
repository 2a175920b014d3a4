package dev.undercurrent.cli;

import dev.undercurrent.demo.DemoResult;
import dev.undercurrent.demo.LabelledDetection;
import dev.undercurrent.publish.ScoreRecord;
import dev.undercurrent.score.Reason;
import dev.undercurrent.score.Value;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a demo saw, for people and for programs. */
final class DemoSummary {
    private static final int REASONS = 3;

    private DemoSummary() {}

    static Map<String, Object> json(DemoResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("topology", result.topology());
        json.put("simulated", result.simulated());
        json.put("events", result.events());
        json.put("scored", result.scored());
        json.put("scoredByModel", result.scoredByModel());
        json.put("models", result.models());
        json.put("flagged", result.flagged());
        result.detection().ifPresent(detection -> put(detection, json));
        json.put("seconds", Math.round(result.seconds() * 10) / 10.0);
        return json;
    }

    private static void put(LabelledDetection detection, Map<String, Object> json) {
        json.put("rows", detection.rows());
        json.put("positives", detection.positives());
        json.put("averagePrecision", detection.averagePrecision());
        json.put("auroc", detection.auroc());
        if (Double.isFinite(detection.precisionOfFlags())) {
            json.put("precisionOfFlags", detection.precisionOfFlags());
        }
        json.put("recallOfFlags", detection.recallOfFlags());
        Map<String, Object> robustZ = new LinkedHashMap<>();
        robustZ.put("averagePrecision", detection.robustZ().averagePrecision());
        robustZ.put("auroc", detection.robustZ().auroc());
        json.put("baselines", Map.of("robustZ", robustZ));
    }

    static void print(DemoResult result, PrintWriter out) {
        String events = result.simulated() ? "simulated events" : "events of this machine";
        out.printf(
                Locale.ROOT,
                "%n%s: %,d %s written to Kafka, %,d scored, %,d of them by a model (%d promoted), %,d flagged, %.0f s%n",
                result.topology(),
                result.events(),
                events,
                result.scored(),
                result.scoredByModel(),
                result.models(),
                result.flagged(),
                result.seconds());
        result.detection().ifPresent(detection -> print(detection, out));
        if (!result.examples().isEmpty()) {
            out.printf("%nthe rarest of the flagged, and why:%n");
            result.examples().forEach(record -> out.println("  " + oneLine(record)));
        }
        out.flush();
    }

    private static void print(LabelledDetection detection, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "against the labels, over the later %,d payments, all scored by a model (%,d fraudulent, %.2f %%):%n",
                detection.rows(),
                detection.positives(),
                100.0 * detection.positives() / detection.rows());
        new Table("", "average precision", "AUROC")
                .row("undercurrent", figure(detection.averagePrecision()), figure(detection.auroc()))
                .row(
                        "robust z-score",
                        figure(detection.robustZ().averagePrecision()),
                        figure(detection.robustZ().auroc()))
                .print(out);
        out.printf(
                Locale.ROOT,
                "of the flags %.0f %% were frauds; of the frauds %.0f %% were flagged%n",
                100 * detection.precisionOfFlags(),
                100 * detection.recallOfFlags());
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** A record in one line: when, who, how rare, and its largest reasons. */
    static String oneLine(ScoreRecord record) {
        StringBuilder line = new StringBuilder();
        line.append(Instant.ofEpochMilli(record.time()))
                .append(' ')
                .append(record.key())
                .append(rarity(record.score().tailProbability()));
        record.score().reasons().stream()
                .limit(REASONS)
                .forEach(reason -> line.append("; ").append(text(reason)));
        return line.toString();
    }

    /** Beyond a million the tail is extrapolated too far for its number to mean anything. */
    private static String rarity(double tailProbability) {
        return tailProbability < 1e-6
                ? ", rarer than 1 in 1,000,000"
                : String.format(Locale.ROOT, ", 1 in %,.0f", 1 / tailProbability);
    }

    private static String text(Reason reason) {
        String range = Double.isFinite(reason.low()) && Double.isFinite(reason.high())
                ? " (usually " + number(reason.low()) + " to " + number(reason.high()) + ")"
                : " (usually " + text(reason.expected()) + ")";
        return reason.feature() + " " + text(reason.actual()) + range;
    }

    private static String text(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        }
        return value instanceof Value.Numeric numeric ? number(numeric.number()) : "missing";
    }

    private static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 10 ? "%.1f" : "%.3f", value);
    }
}
