package dev.undercurrent.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.undercurrent.testing.JavaProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The choice of an engine by what the JVM was started with. */
class EngineIT {
    /** Says which engine this JVM would take. */
    static final class Main {
        public static void main(String[] arguments) {
            System.out.println("engine " + Engine.best());
        }
    }

    @Test
    void vectorsAreLeftToTensorFlowWhereTheCompilerThatKnowsThemIsTurnedOff() throws IOException {
        assumeThat(Engine.best()).as("a processor with registers to use").isEqualTo(Engine.VECTOR_API);
        assertThat(said("-XX:TieredStopAtLevel=4")).contains("engine vector-api");
        assertThat(said("-XX:TieredStopAtLevel=1")).contains("engine tensorflow");
    }

    private static String said(String option) throws IOException {
        ProcessBuilder process = new ProcessBuilder(JavaProcess.command("64m", Main.class, List.of()));
        process.environment().put("JAVA_TOOL_OPTIONS", option);
        return new String(process.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
