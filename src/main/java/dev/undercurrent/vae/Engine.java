package dev.undercurrent.vae;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.undercurrent.features.Encoding;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** What computes the scores of an {@link EnsembleNet}. They differ by the last bits of a float. */
public enum Engine {
    /** A TensorFlow session: everywhere, at the price of some 0.2 ms for a call of one vector. */
    TENSORFLOW {
        @Override
        Ensemble build(Encoding encoding, List<Member> members, int history, float[] noise) {
            NativeLibrary.load();
            return new EnsembleGraph(encoding, members, history, noise);
        }
    },
    /**
     * Java's Vector API, where the JVM was started with {@code --add-modules jdk.incubator.vector}, has the compiler
     * that turns it into instructions, and the processor a fused multiply and add: without one Java computes it by
     * decimals, without the other by an object for every step.
     */
    VECTOR_API {
        @Override
        Ensemble build(Encoding encoding, List<Member> members, int history, float[] noise) {
            return new LaneEnsemble(encoding, members, history, noise);
        }
    };

    /** The fastest that this JVM has on this processor; with {@code -Dundercurrent.engine=tensorflow} that one. */
    public static Engine best() {
        boolean isFree = !"tensorflow".equals(System.getProperty("undercurrent.engine"));
        boolean hasModule =
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return isFree && hasModule && is("UseFMA", "true") && is("TieredStopAtLevel", "4") ? VECTOR_API : TENSORFLOW;
    }

    private static boolean is(String option, String value) {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return jvm != null && jvm.getVMOption(option).getValue().equals(value);
        } catch (IllegalArgumentException e) { // a JVM that does not know the option
            return false;
        }
    }

    /** Its name in logs: {@code tensorflow}, {@code vector-api}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param history the longest of the members'
     * @param noise {@code [L, K]}
     */
    abstract Ensemble build(Encoding encoding, List<Member> members, int history, float[] noise);
}
