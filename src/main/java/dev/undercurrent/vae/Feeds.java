package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The placeholders of a batch and how they are fed: one memory copy each. */
final class Feeds {
    private final int columns;
    private final int shares;
    private final int conditions;
    private final Placeholder<TFloat32> x;
    private final Placeholder<TFloat32> mask;
    private final Placeholder<TFloat32> condition;

    Feeds(Ops tf, Encoding encoding, int history) {
        this.columns = history * encoding.columns();
        this.shares = history * encoding.shares();
        this.conditions = encoding.conditionColumns();
        this.x = placeholder(tf, columns);
        this.mask = placeholder(tf, shares);
        this.condition = placeholder(tf, conditions);
    }

    private static Placeholder<TFloat32> placeholder(Ops tf, int width) {
        return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, width)));
    }

    Operand<TFloat32> x() {
        return x;
    }

    Operand<TFloat32> mask() {
        return mask;
    }

    Operand<TFloat32> condition() {
        return condition;
    }

    /** Feeds the first rows of a batch; the tensors are to be closed after the run. */
    List<Tensor> feed(Session.Runner runner, Inputs.Batch batch, int rows) {
        List<Tensor> open = new ArrayList<>(3);
        open.add(feed(runner, x, batch.x, rows, columns));
        open.add(feed(runner, mask, batch.mask, rows, shares));
        if (conditions > 0) {
            open.add(feed(runner, condition, batch.condition, rows, conditions));
        }
        return open;
    }

    private static Tensor feed(
            Session.Runner runner, Placeholder<TFloat32> placeholder, float[] values, int rows, int width) {
        TFloat32 tensor =
                TFloat32.tensorOf(Shape.of(rows, width), DataBuffers.of(values).slice(0, (long) rows * width));
        runner.feed(placeholder, tensor);
        return tensor;
    }

    /** Copies a fetched tensor out. */
    static float[] values(Tensor tensor) {
        TFloat32 floats = (TFloat32) tensor;
        float[] values = new float[(int) floats.size()];
        floats.copyTo(DataBuffers.of(values));
        return values;
    }
}
