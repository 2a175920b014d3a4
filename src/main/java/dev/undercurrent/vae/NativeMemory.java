package dev.undercurrent.vae;

import org.bytedeco.javacpp.Pointer;

/** How much memory lies outside of the JVM's own. Thread-safe. */
public final class NativeMemory {
    private NativeMemory() {}

    /** Bytes that JavaCPP's pointers hold, and that TensorFlow's sessions, graphs and tensors so keep. */
    public static long bytes() {
        return Pointer.totalBytes();
    }
}
