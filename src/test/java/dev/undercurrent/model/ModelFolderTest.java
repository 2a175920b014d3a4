package dev.undercurrent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
    @TempDir
    Path parent;

    private Path folder = Path.of("");

    @BeforeEach
    void write() throws IOException {
        folder = parent.resolve("card-fraud/3");
        ModelFolder.write(folder, Models.small(3));
    }

    @Test
    void comesBackWithTheVerySameBytes() throws Exception {
        assertThat(ModelFolder.isOne(folder)).isTrue();
        assertThat(folder).isDirectoryContaining("glob:**model.bin").isDirectoryContaining("glob:**manifest.json");
        assertThat(ModelCodec.encode(ModelFolder.read(folder))).isEqualTo(ModelCodec.encode(Models.small(3)));
    }

    @Test
    void replacesWhatWasThere() throws Exception {
        ModelFolder.write(folder, Models.small(4));

        assertThat(ModelFolder.read(folder).version()).isEqualTo(4);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("model.bin", "manifest.json");
    }

    @Test
    void refusesAFolderWithoutAModel() {
        assertThat(ModelFolder.isOne(parent)).isFalse();
        assertThatThrownBy(() -> ModelFolder.read(parent))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(
                        parent + ": no model (expected: manifest.json and model.bin, as models export writes them)");
    }

    @Test
    void refusesAFileThatIsCutOff() throws IOException {
        Path file = folder.resolve("model.bin");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, 100));

        assertThatThrownBy(() -> ModelFolder.read(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(file + ": 100 bytes (expected: " + bytes.length + ")");
    }

    @Test
    void refusesAFileWithAnotherContent() throws IOException {
        Path file = folder.resolve("model.bin");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> ModelFolder.read(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(file + ": SHA-256 ")
                .hasMessageContaining(" (expected: ");
    }
}
