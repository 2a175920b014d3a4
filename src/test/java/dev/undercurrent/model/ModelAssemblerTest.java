package dev.undercurrent.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercurrent.model.ModelChunks.ModelRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelAssemblerTest {
    private static final int BIG = 300_000;

    private final ModelAssembler assembler = new ModelAssembler();

    private List<ModelUpdate> accept(List<ModelRecord> records) {
        List<ModelUpdate> updates = new ArrayList<>();
        for (ModelRecord record : records) {
            updates.add(assembler.accept(record.key(), record.value()));
        }
        return updates;
    }

    private static int version(ModelUpdate update) {
        return ((ModelUpdate.Current) update).version().version();
    }

    @Test
    void cutsAVersionIntoRecordsThatFitAnyBroker() {
        List<ModelRecord> records = ModelChunks.publish(Models.of(2, BIG));

        assertThat(records)
                .extracting(ModelRecord::key)
                .containsExactly("all/2/0", "all/2/1", "all/2/2", "all/2/manifest", "all/current");
        assertThat(records).allMatch(record -> record.value() != null && record.value().length <= 512 << 10);
    }

    @Test
    void putsAVersionIntoUseOnceItIsComplete() {
        List<ModelUpdate> updates = accept(ModelChunks.publish(Models.of(2, BIG)));

        assertThat(updates.subList(0, 4)).containsOnly(new ModelUpdate.Stored());
        assertThat(version(updates.get(4))).isEqualTo(2);
        assertThat(assembler.current("all")).isEqualTo(2);
        assertThat(assembler.versions("all")).extracting(ModelManifest::version).containsExactly(2);
    }

    @Test
    void waitsForChunksThatComeAfterTheirManifest() {
        List<ModelRecord> records = new ArrayList<>(ModelChunks.publish(Models.of(2, BIG)));
        ModelRecord late = records.remove(1);

        assertThat(accept(records)).last().isEqualTo(new ModelUpdate.Waiting("all", 2, 1));
        assertThat(version(assembler.accept(late.key(), late.value()))).isEqualTo(2);
    }

    @Test
    void goesBackToAVersionThatIsStillThere() throws Exception {
        accept(ModelChunks.publish(Models.small(1)));
        accept(ModelChunks.publish(Models.small(2)));
        ModelRecord back = ModelChunks.use(assembler.versions("all").get(0));

        assertThat(version(assembler.accept(back.key(), back.value()))).isEqualTo(1);
        assertThat(assembler.read("all", 2).version()).isEqualTo(2);
    }

    @Test
    void forgetsARemovedVersion() {
        accept(ModelChunks.publish(Models.small(1)));
        accept(ModelChunks.publish(Models.small(2)));
        accept(ModelChunks.remove(assembler.versions("all").get(0)));

        assertThat(assembler.versions("all")).extracting(ModelManifest::version).containsExactly(2);
        assertThatThrownBy(() -> assembler.read("all", 1))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("model all/1: unknown (expected: a listed version)");
        assertThat(assembler.accept("all/current", null)).isEqualTo(new ModelUpdate.Removed("all"));
        assertThat(assembler.current("all")).isZero();
    }

    @Test
    void refusesACorruptChunkWithTheReason() {
        List<ModelRecord> records = new ArrayList<>(ModelChunks.publish(Models.small(1)));
        records.set(0, new ModelRecord("all/1/0", new byte[ModelCodec.encode(Models.small(1)).length]));

        assertThat(accept(records)).last().isInstanceOfSatisfying(ModelUpdate.Refused.class, refused -> {
            assertThat(refused.version()).isEqualTo(1);
            assertThat(refused.reason()).matches("model all/1: SHA-256 [0-9a-f]{64} \\(expected: [0-9a-f]{64}\\)");
        });
    }

    @Test
    void salvagesTheNewestWholeVersionWhereWhatSaysWhichIsInUseIsLost() {
        accept(ModelChunks.add(Models.small(1)));
        accept(ModelChunks.add(Models.small(2)));
        accept(ModelChunks.add(Models.small(3)));
        assembler.accept("all/3/0", new byte[] {1, 2, 3});
        assertThat(assembler.salvage("all")).isEmpty(); // nothing was lost: none was put into use

        assertThat(assembler.accept("all/current", "{}".getBytes(UTF_8))).isInstanceOf(ModelUpdate.Refused.class);

        assertThat(assembler.salvage("all"))
                .get()
                .extracting(ModelVersion::version)
                .isEqualTo(2);
        assembler.accept("all/current", null);
        assertThat(assembler.salvage("all")).isEmpty(); // taken out of use on purpose
    }

    @Test
    void salvagesTheNewestWholeVersionWhereTheOneInUseIsNotWholeAndWhatCameBeforeIsGone() {
        accept(ModelChunks.add(Models.small(1)));
        List<ModelRecord> second = new ArrayList<>(ModelChunks.publish(Models.small(2)));
        ModelRecord chunk = second.remove(0);
        accept(second);
        assertThat(assembler.current("all")).isZero();
        assertThat(salvaged()).isOne();

        assembler.accept(chunk.key(), new byte[] {1, 2, 3});
        assertThat(assembler.current("all")).isZero();
        assertThat(salvaged()).isOne();

        assembler.accept(chunk.key(), chunk.value());
        assertThat(salvaged()).isEqualTo(2);
    }

    private int salvaged() {
        return assembler.salvage("all").map(ModelVersion::version).orElse(0);
    }

    @Test
    void refusesTextsThatSayNothing() {
        for (String text : List.of("null", "[]", "{}", "7", "\"all\"", "", "{\"segment\":null}")) {
            for (String key : List.of("all/current", "all/7/manifest")) {
                assertThat(assembler.accept(key, text.getBytes(UTF_8)))
                        .as(key + ": " + text)
                        .isInstanceOf(ModelUpdate.Refused.class);
            }
        }
        String manifest =
                new String(ModelManifest.of(Models.small(1), new byte[] {1}).toJson(), UTF_8);
        String holed = manifest.replaceFirst("\"metrics\":\\{\"([^\"]+)\":[^,}]+", "\"metrics\":{\"$1\":null");
        assertThat(holed).isNotEqualTo(manifest);
        assertThat(assembler.accept("all/1/manifest", manifest.getBytes(UTF_8))).isEqualTo(new ModelUpdate.Stored());
        assertThat(assembler.accept("all/1/manifest", holed.getBytes(UTF_8))).isInstanceOf(ModelUpdate.Refused.class);
    }

    @Test
    void keepsSegmentsApart() {
        accept(ModelChunks.publish(Models.small(1)));

        assertThat(assembler.current("be")).isZero();
        assertThat(assembler.versions("be")).isEmpty();
        assertThat(assembler.segments()).containsExactly("all");
    }

    @Test
    void refusesAManifestOfAnotherSegment() {
        List<ModelRecord> records = ModelChunks.publish(Models.small(1));

        assertThat(assembler.accept(
                        "be/current", records.get(records.size() - 1).value()))
                .isEqualTo(new ModelUpdate.Refused("be", 0, "manifest: segment all (expected: be as its key)"));
    }

    @Test
    void refusesForeignRecords() {
        byte[] bytes = "x".getBytes(UTF_8);
        for (String key : new String[] {"", "/", "a", "a/b", "a/b/c", "/1/0", "a/1/-1", "a/0/0", "a/1/99999999999"}) {
            assertThat(assembler.accept(key, bytes)).isInstanceOf(ModelUpdate.Refused.class);
        }
        assertThat(assembler.accept("a/current", bytes)).isInstanceOf(ModelUpdate.Refused.class);
        assertThat(assembler.accept("a/1/0", new byte[(1 << 20) + 1]))
                .isEqualTo(new ModelUpdate.Refused(
                        "a", 1, "chunk 0: 1048577 bytes (expected: at most 1048576, all together at most 1073741824)"));
    }

    @Test
    void remembersTheLayoutOfTheKeptState() {
        byte[] layout = "{}".getBytes(UTF_8);
        ModelRecord record = ModelChunks.layout(layout);
        assertThat(record.key()).isEqualTo("layout");
        assertThat(assembler.layout()).isEmpty();

        assertThat(assembler.accept(record.key(), record.value())).isEqualTo(new ModelUpdate.Stored());
        assertThat(assembler.layout()).hasValue(layout);
        assertThat(assembler.segments()).isEmpty();

        assertThat(assembler.accept("layout", null)).isEqualTo(new ModelUpdate.Stored());
        assertThat(assembler.layout()).isEmpty();
    }

    @Test
    void listsWhatAVersionIs() {
        ModelVersion version = Models.small(3);
        byte[] bytes = ModelCodec.encode(version);
        ModelManifest manifest = ModelManifest.of(version, bytes);

        assertThat(manifest.parameters()).isEqualTo(6);
        assertThat(manifest.samples()).isEqualTo(16);
        assertThat(manifest.length()).isEqualTo(bytes.length);
        assertThat(manifest.chunks()).isEqualTo(1);
        assertThat(manifest.metrics()).containsEntry("holdoutSurprise", 3.25);
    }
}
