package dev.undercurrent.vae;

/** A dense array of floats with its shape, outside TensorFlow. Immutable: copies at its boundary. */
public final class Tensor {
    private final int[] shape;
    private final float[] values;

    /**
     * @param shape each ≥ 0
     * @param values row-major, as many as the product of the shape
     */
    public Tensor(int[] shape, float[] values) {
        long size = 1;
        for (int dimension : shape) {
            size *= dimension;
        }
        if (size != values.length) {
            throw new IllegalArgumentException("values: " + values.length + " (expected: " + size + ")");
        }
        this.shape = shape.clone();
        this.values = values.clone();
    }

    public int[] shape() {
        return shape.clone();
    }

    public float[] values() {
        return values.clone();
    }

    public int size() {
        return values.length;
    }
}
