package dev.undercurrent.detection;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.undercurrent.baseline.Baseline;
import dev.undercurrent.baseline.BaselineVectors;
import dev.undercurrent.baseline.Detector;
import dev.undercurrent.features.Feature;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.features.FeatureType;
import dev.undercurrent.features.FeatureVector;
import dev.undercurrent.features.Row;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the baselines against figures measured with scikit-learn on public sets, where these are at hand. */
class BaselineFloorTest {
    private static final Path DATA = Path.of(System.getenv().getOrDefault("UNDERCURRENT_DATA", "../shared/data"));

    /** Fitted on all rows and scored on them, as the reference was. */
    @ParameterizedTest
    @CsvSource({
        "thyroid, ISOLATION_FOREST, 0.96, 1.0",
        "thyroid, PCA, 0.55, 0.63",
        "thyroid, KNN, 0.94, 0.98",
        "cardio, ISOLATION_FOREST, 0.90, 0.96",
        "cardio, PCA, 0.70, 0.76",
        "cardio, KNN, 0.66, 0.72",
        "ionosphere, ISOLATION_FOREST, 0.82, 0.88",
        "ionosphere, PCA, 0.92, 0.98",
        "ionosphere, KNN, 0.90, 0.96",
    })
    void reachesTheAreaOfTheReference(String set, Baseline baseline, double low, double high) {
        assertThat(metrics(set, baseline, false).auroc()).isBetween(low, high);
    }

    /** Scored in the order of the file, each row learnt after it was scored. */
    @ParameterizedTest
    @CsvSource({
        "thyroid, RANDOM_CUT_FOREST, 0.94, 1.0",
        "cardio, RANDOM_CUT_FOREST, 0.88, 0.98",
        "thyroid, HALF_SPACE_TREES, 0.93, 1.0",
        "thyroid, ROBUST_Z, 0.95, 1.0",
        "thyroid, RANDOM, 0.4, 0.6",
    })
    void reachesTheAreaOfTheReferenceOnAStream(String set, Baseline baseline, double low, double high) {
        assertThat(metrics(set, baseline, true).auroc()).isBetween(low, high);
    }

    private static DetectionMetrics metrics(String set, Baseline baseline, boolean stream) {
        Path file = DATA.resolve("adbench_" + set + ".csv.gz");
        Assumptions.assumeTrue(Files.exists(file), file + " is not there");
        List<FeatureVector> vectors = new ArrayList<>();
        byte[] labels = read(file, vectors);
        int from = stream ? vectors.size() / 10 : 0;
        List<FeatureVector> fit = stream ? vectors.subList(0, from) : vectors;
        FeatureSchema schema = schema(vectors.get(0).row().size());
        BaselineVectors numbers = BaselineVectors.fit(schema, fit);
        double[][] rows = vectors.stream().map(numbers::of).toArray(double[][]::new);
        Detector detector = baseline.detector(1);
        detector.fit(rows, fit.size());
        double[] scores = new double[rows.length - from];
        for (int i = from; i < rows.length; i++) {
            scores[i - from] = detector.score(rows[i]);
            detector.update(rows[i]);
        }
        return DetectionMetrics.of(scores, Arrays.copyOfRange(labels, from, labels.length));
    }

    private static FeatureSchema schema(int width) {
        List<Feature> features = new ArrayList<>();
        for (int f = 0; f < width; f++) {
            features.add(Feature.aggregate("f" + f, FeatureType.NUMBER));
        }
        return new FeatureSchema(features);
    }

    private static byte[] read(Path file, List<FeatureVector> vectors) {
        byte[] labels = new byte[1_000_000];
        try (Reader text =
                        new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8);
                CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(text)) {
            for (CsvRecord line : csv) {
                if (line.getStartingLineNumber() == 1) {
                    continue;
                }
                int width = line.getFieldCount() - 2;
                double[] values = new double[width];
                for (int f = 0; f < width; f++) {
                    values[f] = Double.parseDouble(line.getField(f + 1));
                }
                String[] texts = new String[width];
                Arrays.fill(texts, "");
                labels[vectors.size()] = Byte.parseByte(line.getField(width + 1));
                long time = Long.parseLong(line.getField(0));
                vectors.add(new FeatureVector("", "", false, new Row(time, values, texts), List.of()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(labels, vectors.size());
    }
}
