package dev.undercurrent.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts model versions together from the records of the models topic, taken in their order. Holds the chunks of every
 * version that is in the topic, so that any of them can be put into use again. Not thread-safe: the reader of the topic
 * owns it.
 */
public final class ModelAssembler {
    private static final ModelUpdate STORED = new ModelUpdate.Stored();
    private static final int MAX_CHUNK_BYTES = 1 << 20;
    private static final long MAX_BYTES = 4L * ModelCodec.MAX_BYTES;

    private final Map<String, Segment> segments = new HashMap<>();
    private byte @Nullable [] layout;
    private long bytes;

    /** What is known of one segment. */
    private static final class Segment {
        final Map<Integer, Map<Integer, byte[]>> chunks = new HashMap<>();
        final TreeMap<Integer, ModelManifest> manifests = new TreeMap<>();

        @Nullable
        ModelManifest current;

        boolean waiting;
        boolean told;
        int inUse;
    }

    /**
     * Takes the next record.
     *
     * @param value null for a deleted key
     */
    public ModelUpdate accept(String key, byte @Nullable [] value) {
        if (key.equals(ModelChunks.LAYOUT)) {
            layout = value;
            return STORED;
        }
        int last = key.lastIndexOf('/');
        String name = key.substring(last + 1);
        if (last > 0 && name.equals(ModelChunks.CURRENT)) {
            return current(key.substring(0, last), value);
        }
        int before = key.lastIndexOf('/', last - 1);
        int version = before > 0 ? number(key.substring(before + 1, last)) : -1;
        if (version < 1) {
            return new ModelUpdate.Refused("", 0, "key: foreign (expected: segment/version/chunk)");
        }
        String segment = key.substring(0, before);
        if (name.equals(ModelChunks.MANIFEST)) {
            return listed(segment, version, value);
        }
        int chunk = number(name);
        if (chunk < 0) {
            return new ModelUpdate.Refused(segment, version, "key: foreign (expected: segment/version/chunk)");
        }
        return chunk(segment, version, chunk, value);
    }

    private static int number(String text) {
        try {
            return text.length() > 9 ? -1 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** What was last said of the layout of the kept state; empty where nothing was, or it was deleted. */
    public Optional<byte[]> layout() {
        return layout == null ? Optional.empty() : Optional.of(layout.clone());
    }

    /** The versions of a segment that are in the topic, ascending. */
    public List<ModelManifest> versions(String segment) {
        Segment known = segments.get(segment);
        return known == null ? List.of() : new ArrayList<>(known.manifests.values());
    }

    /** The segments that have a version, or had one. */
    public List<String> segments() {
        return segments.keySet().stream().sorted().toList();
    }

    /** The number of the version in use; 0 for none. */
    public int current(String segment) {
        Segment known = segments.get(segment);
        return known == null ? 0 : known.inUse;
    }

    /** @throws ModelFormatException if the version is not there, not complete or not valid */
    public ModelVersion read(String segment, int version) throws ModelFormatException {
        Segment known = segments.get(segment);
        ModelManifest manifest = known == null ? null : known.manifests.get(version);
        if (known == null || manifest == null) {
            throw new ModelFormatException(
                    "model " + segment + "/" + version + ": unknown (expected: a listed version)");
        }
        return assemble(known, manifest);
    }

    /**
     * The newest version that is whole, where the records say that one is in use but not which, or one that is not
     * whole itself; else none. Meant for a start, when no version is in use yet: what came before them is compacted
     * away.
     */
    public Optional<ModelVersion> salvage(String segment) {
        Segment known = segments.get(segment);
        if (known == null || !known.told || known.inUse > 0) {
            return Optional.empty();
        }
        return known.manifests.descendingMap().values().stream()
                .flatMap(manifest -> whole(known, manifest).stream())
                .findFirst();
    }

    private static Optional<ModelVersion> whole(Segment known, ModelManifest manifest) {
        try {
            return Optional.of(assemble(known, manifest));
        } catch (ModelFormatException e) {
            return Optional.empty();
        }
    }

    private ModelUpdate listed(String segment, int version, byte @Nullable [] value) {
        Segment known = segments.computeIfAbsent(segment, s -> new Segment());
        if (value == null) {
            known.manifests.remove(version);
            return STORED;
        }
        try {
            known.manifests.put(version, manifest(segment, value));
            return STORED;
        } catch (ModelFormatException e) {
            return new ModelUpdate.Refused(segment, version, message(e));
        }
    }

    private ModelUpdate current(String segment, byte @Nullable [] value) {
        Segment known = segments.computeIfAbsent(segment, s -> new Segment());
        if (value == null) {
            known.current = null;
            known.waiting = false;
            known.told = false;
            known.inUse = 0;
            return new ModelUpdate.Removed(segment);
        }
        known.told = true;
        try {
            ModelManifest manifest = manifest(segment, value);
            known.current = manifest;
            return use(known, manifest);
        } catch (ModelFormatException e) {
            return new ModelUpdate.Refused(segment, 0, message(e));
        }
    }

    private ModelUpdate chunk(String segment, int version, int chunk, byte @Nullable [] value) {
        Segment known = segments.computeIfAbsent(segment, s -> new Segment());
        Map<Integer, byte[]> chunks = known.chunks.computeIfAbsent(version, v -> new HashMap<>());
        byte[] old = value == null ? chunks.remove(chunk) : null;
        if (value == null) {
            bytes -= old == null ? 0 : old.length;
            if (chunks.isEmpty()) {
                known.chunks.remove(version);
            }
            return STORED;
        }
        if (value.length > MAX_CHUNK_BYTES || bytes + value.length > MAX_BYTES) {
            return new ModelUpdate.Refused(
                    segment,
                    version,
                    "chunk " + chunk + ": " + value.length + " bytes (expected: at most " + MAX_CHUNK_BYTES
                            + ", all together at most " + MAX_BYTES + ")");
        }
        old = chunks.put(chunk, value);
        bytes += value.length - (old == null ? 0 : old.length);
        ModelManifest wanted = known.current;
        if (wanted != null && known.waiting && wanted.version() == version) {
            return use(known, wanted);
        }
        return STORED;
    }

    private static ModelManifest manifest(String segment, byte[] value) throws ModelFormatException {
        ModelManifest manifest = ModelManifest.ofJson(value);
        if (!manifest.segment().equals(segment)) {
            throw new ModelFormatException(
                    "manifest: segment " + manifest.segment() + " (expected: " + segment + " as its key)");
        }
        return manifest;
    }

    private static ModelUpdate use(Segment known, ModelManifest manifest) {
        int missing = manifest.chunks()
                - known.chunks.getOrDefault(manifest.version(), Map.of()).size();
        known.waiting = missing > 0;
        if (known.waiting) {
            return new ModelUpdate.Waiting(manifest.segment(), manifest.version(), missing);
        }
        try {
            ModelVersion version = assemble(known, manifest);
            known.inUse = version.version();
            return new ModelUpdate.Current(version);
        } catch (ModelFormatException e) {
            return new ModelUpdate.Refused(manifest.segment(), manifest.version(), message(e));
        }
    }

    private static ModelVersion assemble(Segment known, ModelManifest manifest) throws ModelFormatException {
        String name = "model " + manifest.segment() + "/" + manifest.version() + ": ";
        Map<Integer, byte[]> chunks = known.chunks.getOrDefault(manifest.version(), Map.of());
        long length = 0;
        for (int i = 0; i < manifest.chunks(); i++) {
            byte[] chunk = chunks.get(i);
            if (chunk == null) {
                throw new ModelFormatException(
                        name + "chunk " + i + " missing (expected: " + manifest.chunks() + " chunks)");
            }
            length += chunk.length;
        }
        if (length != manifest.length()) {
            throw new ModelFormatException(name + length + " bytes (expected: " + manifest.length() + ")");
        }
        byte[] whole = new byte[manifest.length()];
        int at = 0;
        for (int i = 0; i < manifest.chunks(); i++) {
            byte[] chunk = chunks.getOrDefault(i, whole);
            System.arraycopy(chunk, 0, whole, at, chunk.length);
            at += chunk.length;
        }
        String sha256 = HexFormat.of().formatHex(ModelCodec.digest(whole, whole.length));
        if (!sha256.equals(manifest.sha256())) {
            throw new ModelFormatException(name + "SHA-256 " + sha256 + " (expected: " + manifest.sha256() + ")");
        }
        ModelVersion version = ModelCodec.decode(whole);
        if (version.version() != manifest.version() || !version.segment().equals(manifest.segment())) {
            throw new ModelFormatException(name + "holds " + version.segment() + "/" + version.version()
                    + " (expected: what its manifest says)");
        }
        return version;
    }

    private static String message(ModelFormatException e) {
        return String.valueOf(e.getMessage());
    }
}
