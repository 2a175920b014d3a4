package dev.undercurrent.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;

/**
 * A model version as a folder: {@code manifest.json}, what a list shows of it, and {@code model.bin}, its bytes as
 * {@link ModelCodec} writes them. Thread-safe.
 */
public final class ModelFolder {
    private static final String MANIFEST = "manifest.json";
    private static final String BYTES = "model.bin";

    private ModelFolder() {}

    /** Whether a folder holds a version. */
    public static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(MANIFEST));
    }

    /**
     * Writes a version; the manifest comes last, so that a folder with one is complete.
     *
     * @param folder made if it is not there
     */
    public static void write(Path folder, ModelVersion version) throws IOException {
        byte[] bytes = ModelCodec.encode(version);
        Files.createDirectories(folder);
        replace(folder.resolve(BYTES), bytes);
        replace(folder.resolve(MANIFEST), ModelManifest.of(version, bytes).toJson());
    }

    /** @throws ModelFormatException if the folder does not hold a whole, valid version */
    public static ModelVersion read(Path folder) throws IOException, ModelFormatException {
        Path file = folder.resolve(BYTES);
        if (!isOne(folder) || !Files.isRegularFile(file)) {
            throw new ModelFormatException(
                    folder + ": no model (expected: " + MANIFEST + " and " + BYTES + ", as models export writes them)");
        }
        ModelManifest manifest = ModelManifest.ofJson(Files.readAllBytes(folder.resolve(MANIFEST)));
        long length = Files.size(file);
        if (length != manifest.length()) {
            throw new ModelFormatException(file + ": " + length + " bytes (expected: " + manifest.length() + ")");
        }
        byte[] bytes = Files.readAllBytes(file);
        String sha256 = HexFormat.of().formatHex(ModelCodec.digest(bytes, bytes.length));
        if (!sha256.equals(manifest.sha256())) {
            throw new ModelFormatException(file + ": SHA-256 " + sha256 + " (expected: " + manifest.sha256() + ")");
        }
        return ModelCodec.decode(bytes);
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(whole, content);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
