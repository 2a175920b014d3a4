package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import java.util.List;

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
    /** Java's Vector API, where the JVM was started with {@code --add-modules jdk.incubator.vector}. */
    VECTOR_API {
        @Override
        Ensemble build(Encoding encoding, List<Member> members, int history, float[] noise) {
            return new LaneEnsemble(encoding, members, history, noise);
        }
    };

    /** The fastest that this JVM has; with {@code -Dundercurrent.engine=tensorflow} that one. */
    public static Engine best() {
        boolean isFree = !"tensorflow".equals(System.getProperty("undercurrent.engine"));
        boolean hasModule =
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return isFree && hasModule ? VECTOR_API : TENSORFLOW;
    }

    /**
     * @param history the longest of the members'
     * @param noise {@code [L, K]}
     */
    abstract Ensemble build(Encoding encoding, List<Member> members, int history, float[] noise);
}
