package dev.undercurrent.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model version without its contents: what a list of versions shows, and how its chunks are put together. Immutable.
 *
 * @param segment the units it scores
 * @param version its number
 * @param parent the version that was in use when it was trained; 0 for none
 * @param topology the topology's name
 * @param createdAt ms since the epoch
 * @param trainedFrom earliest time of its sample, ms since the epoch
 * @param trainedTo latest time of its sample, ms since the epoch
 * @param samples vectors trained on
 * @param holdout vectors held out
 * @param features slots of a vector
 * @param members networks of the ensemble
 * @param parameters trained parameters of all members
 * @param metrics figures of its training and evaluation, by name
 * @param chunks its records in the models topic
 * @param length bytes of all chunks
 * @param sha256 of all chunks, in hexadecimal
 */
public record ModelManifest(
        String segment,
        int version,
        int parent,
        String topology,
        long createdAt,
        long trainedFrom,
        long trainedTo,
        long samples,
        long holdout,
        int features,
        int members,
        long parameters,
        Map<String, Double> metrics,
        int chunks,
        int length,
        String sha256) {
    public ModelManifest {
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
        if (version < 1 || chunks < 1 || length < 1 || chunks > length || length > ModelCodec.MAX_BYTES) {
            throw new IllegalArgumentException("manifest: version " + version + ", " + chunks + " chunks, " + length
                    + " bytes (expected: version >= 1, a chunk or more, up to " + ModelCodec.MAX_BYTES + " bytes)");
        }
    }

    /**
     * The manifest of an encoded version.
     *
     * @param bytes what {@link ModelCodec#encode} made of it
     */
    public static ModelManifest of(ModelVersion version, byte[] bytes) {
        return new ModelManifest(
                version.segment(),
                version.version(),
                version.parent(),
                version.topology(),
                version.createdAt(),
                version.training().first(),
                version.training().last(),
                version.training().samples(),
                version.training().holdout(),
                version.schema().size(),
                version.members().size(),
                version.parameters(),
                version.metrics(),
                (bytes.length + ModelChunks.CHUNK_BYTES - 1) / ModelChunks.CHUNK_BYTES,
                bytes.length,
                HexFormat.of().formatHex(ModelCodec.digest(bytes, bytes.length)));
    }

    byte[] toJson() {
        try {
            return ModelJson.plain().writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("manifest of " + segment + "/" + version + ": not writable", e);
        }
    }

    static ModelManifest ofJson(byte[] json) throws ModelFormatException {
        try {
            return ModelJson.required(ModelJson.plain().readValue(json, ModelManifest.class));
        } catch (JacksonException e) {
            String problem = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
            throw new ModelFormatException("manifest: " + problem + " (expected: a model's manifest)", e);
        } catch (IOException e) {
            throw new ModelFormatException("manifest: unreadable (expected: a model's manifest)", e);
        }
    }
}
