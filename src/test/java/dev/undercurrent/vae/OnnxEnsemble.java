package dev.undercurrent.vae;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.undercurrent.features.Encoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An ensemble of one member on ONNX Runtime, on the calling thread alone and with all of its optimisations: what
 * {@link EnsembleGraph} gives, to the last bits of a float, from the same encoded rows. Not thread-safe. Closing frees
 * its native memory.
 */
public final class OnnxEnsemble implements Ensemble {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Encoding encoding;
    private final int latent;
    private final Feed x;
    private final Feed mask;
    private final Feed condition;

    /** @throws UnsupportedOperationException if there is a second member, a history or a kind of feature it has not */
    OnnxEnsemble(Encoding encoding, List<Member> members, int history, float[] noise) {
        if (members.size() > 1 || history > 1) {
            throw new UnsupportedOperationException(
                    "members, history: " + members.size() + ", " + history + " (expected: 1 each)");
        }
        this.encoding = encoding;
        this.latent = members.get(0).spec().latent();
        this.x = new Feed("x", encoding.columns());
        this.mask = new Feed("mask", encoding.shares());
        this.condition = new Feed("condition", encoding.conditionColumns());
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            this.session = environment.createSession(OnnxNetwork.model(encoding, members.get(0), noise), options);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A net of one member that ONNX Runtime computes; arguments as those of {@link EnsembleNet}. */
    public static EnsembleNet net(Encoding encoding, List<Member> members, int draws, long seed) {
        return new EnsembleNet(encoding, members, draws, seed, OnnxEnsemble::new);
    }

    /** An input and the memory outside the heap that ONNX Runtime reads it from, {@code [B, width]}. */
    private static final class Feed {
        final String name;
        final int width;
        private FloatBuffer buffer = FloatBuffer.allocate(0);

        Feed(String name, int width) {
            this.name = name;
            this.width = width;
        }

        OnnxTensor tensor(OrtEnvironment environment, float[] values, int rows) throws OrtException {
            if (buffer.capacity() < rows * width) {
                buffer = ByteBuffer.allocateDirect(values.length * Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
            }
            buffer.clear().put(values, 0, rows * width).flip();
            return OnnxTensor.createTensor(environment, buffer, new long[] {rows, width});
        }
    }

    @Override
    public NetScores score(Inputs.Batch batch, int rows) {
        Map<String, OnnxTensor> fed = new HashMap<>();
        try {
            fed.put(x.name, x.tensor(environment, batch.x, rows));
            fed.put(mask.name, mask.tensor(environment, batch.mask, rows));
            if (condition.width > 0) {
                fed.put(condition.name, condition.tensor(environment, batch.condition, rows));
            }
            try (OrtSession.Result result = session.run(fed)) {
                return new NetScores(
                        rows,
                        encoding,
                        latent,
                        values(result, 0),
                        values(result, 1),
                        values(result, 2),
                        values(result, 3),
                        values(result, 4),
                        values(result, 5),
                        new float[0]);
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        } finally {
            fed.values().forEach(OnnxTensor::close);
        }
    }

    private static float[] values(OrtSession.Result result, int output) {
        return ((OnnxTensor) result.get(output)).getFloatBuffer().array();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
