package dev.undercurrent.model;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.undercurrent.vae.Tensor;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How model records are bound to JSON: by their components alone, strictly, and to no type that the text names. */
final class ModelJson {
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(32)
            .maxStringLength(1 << 20)
            .maxDocumentLength(ModelCodec.MAX_BYTES)
            .build();

    private ModelJson() {}

    /** Writes manifests and hands their tensors to the pool. */
    static ObjectMapper writing(TensorPool.Writer tensors) {
        return mapper(module().addSerializer(Tensor.class, tensors));
    }

    /** Reads manifests and takes their tensors from the pool. */
    static ObjectMapper reading(TensorPool.Reader tensors) {
        return mapper(module().addDeserializer(Tensor.class, tensors));
    }

    /** For records without tensors. */
    static ObjectMapper plain() {
        return mapper(module());
    }

    /** What was read; a text may be {@code null} as a whole, which binds to anything. */
    static <T> T required(@Nullable T read) throws IOException {
        if (read == null) {
            throw new IOException("null");
        }
        return read;
    }

    private static ObjectMapper mapper(SimpleModule module) {
        JsonFactory factory =
                JsonFactory.builder().streamReadConstraints(LIMITS).build();
        return JsonMapper.builder(factory)
                .addModule(module)
                .visibility(PropertyAccessor.GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
                .build();
    }

    private static SimpleModule module() {
        SimpleModule module = new SimpleModule();
        module.addSerializer(Duration.class, new DurationWriter());
        module.addDeserializer(Duration.class, new DurationReader());
        return module;
    }

    private static final class DurationWriter extends JsonSerializer<Duration> {
        @Override
        public void serialize(Duration value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.toString());
        }
    }

    private static final class DurationReader extends JsonDeserializer<Duration> {
        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) throws IOException {
            try {
                return Duration.parse(json.getText());
            } catch (DateTimeException e) {
                throw (IOException) context.weirdStringException(json.getText(), Duration.class, "expected ISO-8601")
                        .initCause(e);
            }
        }
    }
}
