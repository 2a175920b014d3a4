package dev.undercurrent.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercurrent.detection.ScoredRow;
import dev.undercurrent.detection.ScoredRows;
import dev.undercurrent.report.BacktestReport;
import dev.undercurrent.report.Comparison;
import dev.undercurrent.report.ReportPage;
import dev.undercurrent.report.TopUnit;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ReportPageTest {
    private static final String EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;\u0000\uD800";

    @Test
    void hasEverySectionOfARun() {
        Document page = parse(ReportPage.of(SampleRun.report("host-telemetry", SampleRun.rows(10_000, 1, 1))));

        assertThat(texts(page, "h1")).containsExactly("Backtest of host-telemetry");
        assertThat(texts(page, "h2"))
                .containsExactly(
                        "AUROC",
                        "Average precision",
                        "Alerts a day",
                        "Caught",
                        "Median delay",
                        "Scores over time",
                        "Precision and recall",
                        "Alerts against recall",
                        "Thresholds",
                        "Beside other detectors",
                        "Most surprising units",
                        "Noise by key",
                        "Calibration",
                        "Models",
                        "Figures");
        assertThat(texts(page, "caption"))
                .containsExactly(
                        "What a number of alerts a day catches",
                        "Detectors on the same units",
                        "Most surprising units",
                        "Keys with most false alarms",
                        "Models used",
                        "Numenta Anomaly Benchmark",
                        "The run in figures");
    }

    @Test
    void isReadableWithoutSeeingIt() {
        Document page = parse(comparison());

        for (Element table : elements(page, "table")) {
            List<Element> rows = within(table, "tr");
            assertThat(within(table, "caption")).hasSize(1);
            assertThat(within(rows.get(0), "th"))
                    .allMatch(head -> head.getAttribute("scope").equals("col"));
            assertThat(within(rows.get(1), "th"))
                    .hasSize(1)
                    .allMatch(head -> head.getAttribute("scope").equals("row"));
        }
        assertThat(elements(page, "svg"))
                .hasSize(7)
                .allMatch(svg -> svg.getAttribute("role").equals("img"))
                .noneMatch(svg -> svg.getAttribute("aria-label").isEmpty());
        assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    }

    @Test
    void needsNoNetworkAndNoScript() {
        assertThat(comparison())
                .contains("default-src 'none'")
                .doesNotContainIgnoringCase("<script")
                .doesNotContain("http:", "https:", "src=", "href=", "url(", "@import", "NaN", "Infinity");
    }

    @Test
    void showsASecondRunBesideTheFirst() {
        Document page = parse(comparison());

        assertThat(texts(page, "h2"))
                .contains("Scores over time: narrow", "Scores over time: wide", "Where the runs disagree");
        assertThat(texts(page, "caption"))
                .contains("Units on which the runs disagree")
                .filteredOn("What a number of alerts a day catches"::equals)
                .hasSize(2);
    }

    @Test
    void escapesWhatComesFromData() {
        ScoredRows rows = new ScoredRows();
        rows.add(new ScoredRow(EVIL, 1, EVIL, 3, 3, 1e-4, true, "model", 1, 0));
        rows.add(new ScoredRow("b", 2, "b", 1, 1, 0.5, false, "model", 1, 1));
        TopUnit.Reason reason = new TopUnit.Reason(EVIL, EVIL, EVIL, Double.NaN, Double.NaN, 1);
        TopUnit unit = new TopUnit(EVIL, EVIL, 1, 3, 3, 1e-4, true, 0, List.of(reason));
        BacktestReport.Run run = new BacktestReport.Run(EVIL, EVIL, 2, 0, 0, 0, 1, 0.001, 1, EVIL);
        BacktestReport report = Summary.of(run, rows, List.of(unit), List.of(), Map.of(), List.of());

        String html = ReportPage.of(report, Disagreements.between(rows, flipped(rows), report));

        Document page = parse(html);
        assertThat(html).doesNotContain("<script", "<img");
        assertThat(elements(page, "script")).isEmpty();
        assertThat(elements(page, "img")).isEmpty();
        String shown = EVIL.replace('\u0000', '\uFFFD').replace('\uD800', '\uFFFD');
        assertThat(texts(page, "h1")).containsExactly("Backtest of " + shown);
        assertThat(texts(page, "th")).contains(shown);
    }

    @Test
    void holdsWithoutLabelsAndWithoutRows() {
        ScoredRows unlabelled = new ScoredRows();
        unlabelled.add(new ScoredRow("a", 1, "a", 3, 3, 1e-4, true, "model", 1, -1));

        assertThat(ReportPage.of(SampleRun.report("t", unlabelled)))
                .contains("No unit is labelled anomalous: nothing here says what was caught or missed.")
                .doesNotContain("NaN", "Infinity");
        assertThat(ReportPage.of(SampleRun.report("t", new ScoredRows()))).doesNotContain("NaN", "Infinity");
    }

    @Test
    void leavesSamplesToLookAt() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "report-samples"));
        String single = ReportPage.of(SampleRun.report("host-telemetry", SampleRun.rows(10_000, 1, 1)));
        Files.writeString(folder.resolve("single.html"), single);
        Files.writeString(folder.resolve("comparison.html"), comparison());

        assertThat(single.length()).isLessThan(400_000);
    }

    private static String comparison() {
        ScoredRows rows = SampleRun.rows(10_000, 1, 1);
        ScoredRows other = SampleRun.rows(10_000, 0.5, 2);
        Comparison comparison = Disagreements.between(rows, other, SampleRun.report("wide", other));
        return ReportPage.of(SampleRun.report("narrow", rows), comparison);
    }

    private static ScoredRows flipped(ScoredRows rows) {
        ScoredRows flipped = new ScoredRows();
        for (int i = 0; i < rows.size(); i++) {
            flipped.add(rows.row(i).decided(rows.anomaly(i) ? 0 : 1));
        }
        return flipped;
    }

    /** The page is written so that an XML parser takes it too, which shows that every tag is closed in its place. */
    private static Document parse(String html) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(html)));
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new AssertionError("not well-formed", e);
        }
    }

    private static List<String> texts(Document page, String tag) {
        return elements(page, tag).stream().map(Element::getTextContent).toList();
    }

    private static List<Element> elements(Document page, String tag) {
        return within(page.getDocumentElement(), tag);
    }

    private static List<Element> within(Element root, String tag) {
        NodeList nodes = root.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
