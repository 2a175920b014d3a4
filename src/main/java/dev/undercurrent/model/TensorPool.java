package dev.undercurrent.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.undercurrent.vae.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps tensors out of the manifest: there each is its shape alone, its floats follow in the order of appearance. */
final class TensorPool {
    private static final int MOST_DIMENSIONS = 8;

    private TensorPool() {}

    /** Collects the tensors of one model. Not thread-safe: lives within one encoding. */
    static final class Writer extends JsonSerializer<Tensor> {
        private final List<float[]> tensors = new ArrayList<>();
        private long bytes;

        @Override
        public void serialize(Tensor tensor, JsonGenerator json, SerializerProvider provider) throws IOException {
            int[] shape = tensor.shape();
            json.writeArray(shape, 0, shape.length);
            tensors.add(tensor.values());
            bytes += (long) Float.BYTES * tensor.size();
        }

        long bytes() {
            return bytes;
        }

        void writeTo(ByteBuffer target) {
            for (float[] tensor : tensors) {
                target.asFloatBuffer().put(tensor);
                target.position(target.position() + Float.BYTES * tensor.length);
            }
        }
    }

    /** Hands the tensors of one model out. Not thread-safe: lives within one decoding. */
    static final class Reader extends JsonDeserializer<Tensor> {
        private final ByteBuffer source;

        /** @param source all floats, in the order of their bytes */
        Reader(ByteBuffer source) {
            this.source = source;
        }

        @Override
        public Tensor deserialize(JsonParser json, DeserializationContext context) throws IOException {
            int[] shape = new int[MOST_DIMENSIONS];
            int dimensions = 0;
            long size = 1;
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw context.weirdStringException(json.getText(), Tensor.class, "expected a tensor's shape");
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                int dimension = json.getIntValue();
                if (dimensions == MOST_DIMENSIONS || dimension < 0 || dimension > source.capacity()) {
                    throw context.weirdNumberException(dimension, Tensor.class, "no tensor has that shape");
                }
                shape[dimensions++] = dimension;
                size = Math.min(Integer.MAX_VALUE, size * dimension);
            }
            if (size * Float.BYTES > source.remaining()) {
                throw context.weirdNumberException(size, Tensor.class, "more values than there are");
            }
            float[] values = new float[(int) size];
            source.asFloatBuffer().get(values);
            source.position(source.position() + Float.BYTES * values.length);
            return new Tensor(Arrays.copyOf(shape, dimensions), values);
        }

        int remaining() {
            return source.remaining();
        }
    }
}
