package dev.undercurrent.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyInferenceTest {
    private final SplittableRandom random = new SplittableRandom(3);

    @TempDir
    Path folder;

    @Test
    void leavesALabelOfManyClassesOut() throws IOException {
        List<String> classes = List.of("normal", "neptune", "smurf", "teardrop");
        String yaml = inferred(
                "time, Label,bytes",
                row -> 1_700_000_000_000L + row * 1000L + "," + classes.get(random.nextInt(4)) + ","
                        + random.nextInt(5_000));

        assertThat(yaml).contains("Label left out: a label: what is to be found is never looked at");
    }

    @Test
    void seesThePaceOfTimesBelowASecond() throws IOException {
        String yaml = inferred("time,load", row -> 1_700_000_000 + row / 10.0 + "," + random.nextDouble());

        assertThat(yaml).doesNotContain("no steady pace");
    }

    @Test
    void takesCodesOfWhichSomeAreDigitsForOneKindOfKey() throws IOException {
        String yaml = inferred(
                "time,customer_id,amount",
                row -> 1_700_000_000_000L + row * 60_000L + "," + (random.nextBoolean() ? "C" : "")
                        + (1_000 + random.nextInt(100)) + "," + random.nextDouble());

        assertThat(yaml).contains("/customer_id").doesNotContain("values of several types");
    }

    private interface Line {
        String of(int row);
    }

    private String inferred(String header, Line line) throws IOException {
        Path file = folder.resolve("flows.csv");
        Files.write(
                file,
                Stream.concat(Stream.of(header), IntStream.range(0, 2_000).mapToObj(line::of))
                        .toList());
        return TopologyInference.ofFile(file);
    }
}
