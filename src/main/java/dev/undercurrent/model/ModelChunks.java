package dev.undercurrent.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model version as records of a compacted topic: {@code segment/version/0 …} hold its bytes in chunks that fit any
 * broker's default limit, {@code segment/version/manifest} lists it, and {@code segment/current} says which version is
 * in use by repeating that one's manifest. Beside them {@code layout} says how the rows lie that the topology keeps.
 */
public final class ModelChunks {
    /** Largest value of a record. */
    public static final int CHUNK_BYTES = 512 << 10;

    static final String CURRENT = "current";
    static final String MANIFEST = "manifest";
    static final String LAYOUT = "layout";

    private ModelChunks() {}

    /** A record of the models topic; a null value deletes the key. Equality is by identity of the array. */
    @SuppressWarnings("ArrayRecordComponent") // handed on untouched, never compared
    public record ModelRecord(String key, byte @Nullable [] value) {}

    /** The records that add a version and put it into use, in the order in which they are sent. */
    public static List<ModelRecord> publish(ModelVersion version) {
        List<ModelRecord> records = new ArrayList<>(add(version));
        byte[] manifest = records.get(records.size() - 1).value();
        records.add(new ModelRecord(version.segment() + "/" + CURRENT, manifest));
        return records;
    }

    /** The records that add a version without putting it into use. */
    public static List<ModelRecord> add(ModelVersion version) {
        byte[] bytes = ModelCodec.encode(version);
        ModelManifest manifest = ModelManifest.of(version, bytes);
        String prefix = version.segment() + "/" + version.version() + "/";
        List<ModelRecord> records = new ArrayList<>(manifest.chunks() + 1);
        for (int chunk = 0; chunk < manifest.chunks(); chunk++) {
            int from = chunk * CHUNK_BYTES;
            int to = Math.min(bytes.length, from + CHUNK_BYTES);
            records.add(new ModelRecord(prefix + chunk, Arrays.copyOfRange(bytes, from, to)));
        }
        records.add(new ModelRecord(prefix + MANIFEST, manifest.toJson()));
        return records;
    }

    /** The record that puts a version that is still in the topic into use. */
    public static ModelRecord use(ModelManifest manifest) {
        return new ModelRecord(manifest.segment() + "/" + CURRENT, manifest.toJson());
    }

    /** The record that says how the rows of the kept state lie. */
    public static ModelRecord layout(byte[] layout) {
        return new ModelRecord(LAYOUT, layout);
    }

    /** The tombstones that remove a version. */
    public static List<ModelRecord> remove(ModelManifest manifest) {
        String prefix = manifest.segment() + "/" + manifest.version() + "/";
        List<ModelRecord> records = new ArrayList<>(manifest.chunks() + 1);
        records.add(new ModelRecord(prefix + MANIFEST, null));
        for (int chunk = 0; chunk < manifest.chunks(); chunk++) {
            records.add(new ModelRecord(prefix + chunk, null));
        }
        return records;
    }
}
