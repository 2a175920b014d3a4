package dev.undercurrent.vae;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import org.bytedeco.javacpp.Pointer;

/** How much memory lies outside of the JVM's own. Thread-safe. */
public final class NativeMemory {
    private NativeMemory() {}

    /**
     * Resident bytes of this process that are not the JVM's: of TensorFlow, RocksDB, buffers and stacks. An estimate
     * from below: what the JVM has committed counts as resident. What JavaCPP's pointers sum up to was turned down,
     * because a session is a few bytes to them. The native library must be loaded.
     */
    public static long bytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long committed = memory.getHeapMemoryUsage().getCommitted()
                + memory.getNonHeapMemoryUsage().getCommitted();
        return Math.max(0, Pointer.physicalBytes() - committed);
    }
}
