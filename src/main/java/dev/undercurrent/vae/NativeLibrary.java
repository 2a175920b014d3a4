package dev.undercurrent.vae;

import java.util.List;
import java.util.Locale;
import org.tensorflow.TensorFlow;

/** Loads TensorFlow's native library. Thread-safe. */
public final class NativeLibrary {
    private static final List<String> SUPPORTED =
            List.of("linux-arm64", "linux-x86_64", "macosx-arm64", "windows-x86_64");
    private static final String LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

    private NativeLibrary() {}

    /**
     * Loads the library unless it is loaded. JavaCPP's memory limit is switched off if nobody set it: it costs a lock
     * and a read of {@code /proc} per pointer, and fails a healthy process that has other native memory.
     *
     * @throws NativeLibraryException if there is none for this system, or it does not load
     */
    public static void load() {
        if (System.getProperty(LIMIT) == null) {
            System.setProperty(LIMIT, "0");
        }
        try {
            if (TensorFlow.version().isEmpty()) {
                throw new IllegalStateException("tensorflow: no version");
            }
        } catch (LinkageError e) {
            throw missing(System.getProperty("os.name"), System.getProperty("os.arch"), e);
        }
    }

    static NativeLibraryException missing(String osName, String osArch, LinkageError cause) {
        String platform = platform(osName, osArch);
        String line = SUPPORTED.contains(platform)
                ? "tensorflow: the native library for " + platform
                        + " is missing or does not load (expected: it on the class path, and glibc 2.34 or newer on Linux)"
                : "tensorflow: no native library for " + platform + " (expected: one of " + String.join(", ", SUPPORTED)
                        + ")";
        return new NativeLibraryException(line, cause);
    }

    /** The name that TensorFlow's artifacts have for a system. */
    static String platform(String osName, String osArch) {
        String name = osName.toLowerCase(Locale.ROOT);
        String system = name.startsWith("mac") ? "macosx" : name.startsWith("windows") ? "windows" : name;
        String processor = switch (osArch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm64";
            default -> osArch;
        };
        return system + "-" + processor;
    }
}
