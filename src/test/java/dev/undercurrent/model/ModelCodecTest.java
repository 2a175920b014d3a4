package dev.undercurrent.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.vae.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ModelCodecTest {
    private static final ModelVersion VERSION = Models.small(3);
    private static final byte[] BYTES = ModelCodec.encode(VERSION);
    private static final int HEADER = 16;

    /** The bytes with a checksum that fits them. */
    private static byte[] sealed(byte[] bytes) {
        byte[] copy = bytes.clone();
        System.arraycopy(ModelCodec.digest(copy, copy.length - 32), 0, copy, copy.length - 32, 32);
        return copy;
    }

    private static byte[] withManifest(String manifest, int tensorBytes) {
        byte[] json = manifest.getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + json.length + tensorBytes + 32);
        bytes.putInt(0x55434d56)
                .putInt(1)
                .putInt(json.length)
                .putInt(tensorBytes)
                .put(json);
        return sealed(bytes.array());
    }

    private static String manifest() {
        return new String(BYTES, HEADER, ByteBuffer.wrap(BYTES).getInt(8), UTF_8);
    }

    @Test
    void readsBackEveryPart() throws Exception {
        ModelVersion read = ModelCodec.decode(BYTES);

        assertThat(read)
                .usingRecursiveComparison()
                .withEqualsForType(
                        (a, b) -> Arrays.equals(a.shape(), b.shape()) && Arrays.equals(a.values(), b.values()),
                        Tensor.class)
                .isEqualTo(VERSION);
        assertThat(ModelCodec.encode(read)).isEqualTo(BYTES);
    }

    @Test
    void keepsTensorsOutOfTheManifest() {
        assertThat(manifest()).contains("{\"output.w\":[2,2],\"output.b\":[2]}");
        assertThat(ByteBuffer.wrap(BYTES).getInt(12)).isEqualTo(6 * Float.BYTES);
    }

    @Test
    void refusesAChangeOfAnyByte() {
        for (int i = 0; i < BYTES.length; i++) {
            byte[] corrupt = BYTES.clone();
            corrupt[i] ^= 0x10;
            assertThatThrownBy(() -> ModelCodec.decode(corrupt)).isInstanceOf(ModelFormatException.class);
        }
    }

    @Test
    void refusesEveryCutOffLength() {
        for (int length = 0; length < BYTES.length; length++) {
            byte[] cut = Arrays.copyOf(BYTES, length);
            assertThatThrownBy(() -> ModelCodec.decode(cut)).isInstanceOf(ModelFormatException.class);
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> ModelCodec.decode(new byte[3])).hasMessage("model: 3 bytes (expected: at least 48)");
        assertThatThrownBy(() -> ModelCodec.decode(new byte[100]))
                .hasMessage("model: foreign bytes (expected: an Undercurrent model)");
        byte[] corrupt = BYTES.clone();
        corrupt[HEADER + 5] ^= 1;
        assertThatThrownBy(() -> ModelCodec.decode(corrupt))
                .hasMessage("model: wrong checksum (expected: the SHA-256 of its bytes)");
    }

    @Test
    void refusesALaterFormat() {
        byte[] later = BYTES.clone();
        later[7] = 2;

        assertThatThrownBy(() -> ModelCodec.decode(sealed(later)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("model: format 2 (expected: format 1; read it with the release that wrote it)");
    }

    @Test
    void refusesLengthsThatDoNotFillIt() {
        byte[] greedy = BYTES.clone();
        ByteBuffer.wrap(greedy).putInt(8, Integer.MAX_VALUE);

        assertThatThrownBy(() -> ModelCodec.decode(sealed(greedy)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(
                        "model: " + BYTES.length + " bytes (expected: manifest 2147483647 and tensors 24 to fill it)");
    }

    @Test
    void refusesTensorsThatAreNotThere() {
        String greedy = manifest().replace("\"output.w\":[2,2]", "\"output.w\":[24,24]");

        assertThatThrownBy(() -> ModelCodec.decode(withManifest(greedy, 24)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("more values than there are");
        assertThatThrownBy(() -> ModelCodec.decode(withManifest(
                        manifest().replace("\"output.w\":[2,2]", "\"output.w\":[2000000000,2000000000]"), 24)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("no tensor has that shape");
        assertThatThrownBy(() -> ModelCodec.decode(withManifest(manifest(), 32)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("model: 8 bytes of tensors nothing refers to (expected: none)");
    }

    @Test
    void refusesAManifestThatIsNone() {
        for (String manifest : new String[] {
            "{}",
            "[]",
            "null",
            "{\"version\":",
            "[".repeat(10_000),
            manifest().replace("\"version\":3", "\"version\":0"),
            manifest().replace("\"version\":3", "\"version\":null"),
            manifest().replace("\"version\":3", "\"version\":3,\"command\":\"rm\""),
            manifest().replace("\"STUDENT_T\"", "\"NONE\"")
        }) {
            assertThatThrownBy(() -> ModelCodec.decode(withManifest(manifest, 24)))
                    .isInstanceOf(ModelFormatException.class)
                    .satisfies(
                            e -> assertThat(e.getMessage()).startsWith("model").hasLineCount(1));
        }
    }
}
