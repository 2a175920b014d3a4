package dev.undercurrent.vae;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** What every graph here needs. */
final class Graphs {
    private Graphs() {}

    /**
     * A session that runs every op in the calling thread: no hop to a pool, no TensorFlow worker, and the same bits on
     * every run. Its executor refuses reference variables.
     */
    static Session session(Graph graph) {
        return new Session(
                graph,
                ConfigProto.newBuilder()
                        .setIntraOpParallelismThreads(1)
                        .setInterOpParallelismThreads(-1)
                        .setExperimental(
                                ConfigProto.Experimental.newBuilder().setExecutorType("SINGLE_THREADED_EXECUTOR"))
                        .build());
    }

    static Operand<TFloat32> concat(Ops tf, List<Operand<TFloat32>> parts, int axis) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        return tf.concat(parts, tf.constant(axis));
    }

    static List<? extends Operand<TFloat32>> split(Ops tf, Operand<TFloat32> all, int[] sizes, int axis) {
        return sizes.length == 1
                ? List.of(all)
                : tf.splitV(all, tf.constant(sizes), tf.constant(axis), (long) sizes.length)
                        .output();
    }
}
