package dev.undercurrent.vae;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An ONNX model while it is written: goes in node by node, each named by the text that later nodes take it by, and
 * comes out as the bytes of a protobuf. Not thread-safe.
 */
final class OnnxGraph {
    private static final int IR_VERSION = 10;
    private static final int OPSET = 21;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("undercurrent");
    private int names;

    /** An input of floats, {@code [B, width]}. */
    String input(String name, int width) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam("B");
        shape.addDimBuilder().setDimValue(width);
        graph.addInput(value(
                name,
                TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT_VALUE).setShape(shape)));
        return name;
    }

    /** Makes a node of floats the next output. */
    void output(String node) {
        graph.addOutput(value(node, TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT_VALUE)));
    }

    private static ValueInfoProto value(String name, TypeProto.Tensor.Builder type) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }

    /** Row-major floats; a scalar without a shape. */
    String floats(float[] values, int... shape) {
        TensorProto.Builder tensor = tensor(DataType.FLOAT, shape);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return constant(tensor);
    }

    /** One float. */
    String scalar(double value) {
        return floats(new float[] {(float) value});
    }

    /** A vector of floats. */
    String floats(double... values) {
        TensorProto.Builder tensor = tensor(DataType.FLOAT, values.length);
        Arrays.stream(values).forEach(value -> tensor.addFloatData((float) value));
        return constant(tensor);
    }

    /** A vector of doubles. */
    String doubles(double... values) {
        TensorProto.Builder tensor = tensor(DataType.DOUBLE, values.length);
        Arrays.stream(values).forEach(tensor::addDoubleData);
        return constant(tensor);
    }

    /** A vector of longs: shapes, axes, indices. */
    String longs(long... values) {
        TensorProto.Builder tensor = tensor(DataType.INT64, values.length);
        Arrays.stream(values).forEach(tensor::addInt64Data);
        return constant(tensor);
    }

    private static TensorProto.Builder tensor(DataType type, int... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(type.getNumber());
        Arrays.stream(shape).forEach(tensor::addDims);
        return tensor;
    }

    private String constant(TensorProto.Builder tensor) {
        String name = name();
        graph.addInitializer(tensor.setName(name));
        return name;
    }

    /** A node of one output. */
    String op(String type, String... inputs) {
        return node(type, List.of(inputs), 1).getOutput(0);
    }

    /** A node with an attribute of whole numbers, such as {@code axis}. */
    String op(String type, String attribute, long value, String... inputs) {
        return with(node(type, List.of(inputs), 1), attribute, value).getOutput(0);
    }

    /** A node's values in another type. */
    String cast(DataType type, String input) {
        return op("Cast", "to", type.getNumber(), input);
    }

    /** {@code v}, or {@code slope · v} below 0. */
    String leakyRelu(float slope, String input) {
        return node("LeakyRelu", List.of(input), 1)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("alpha")
                        .setType(AttributeProto.AttributeType.FLOAT)
                        .setF(slope))
                .getOutput(0);
    }

    /** The nodes side by side, along axis 1. */
    String concat(List<String> nodes) {
        return nodes.size() == 1 ? nodes.get(0) : op("Concat", "axis", 1, nodes.toArray(String[]::new));
    }

    /** The parts of a node, of given sizes along axis 1. */
    List<String> split(String input, long... sizes) {
        NodeProto.Builder node = node("Split", List.of(input, longs(sizes)), sizes.length);
        return List.copyOf(with(node, "axis", 1).getOutputList());
    }

    private static NodeProto.Builder with(NodeProto.Builder node, String attribute, long value) {
        return node.addAttribute(AttributeProto.newBuilder()
                .setName(attribute)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value));
    }

    private NodeProto.Builder node(String type, List<String> inputs, int outputs) {
        return graph.addNodeBuilder()
                .setOpType(type)
                .addAllInput(inputs)
                .addAllOutput(IntStream.range(0, outputs).mapToObj(i -> name()).toList());
    }

    private String name() {
        return "v" + names++;
    }

    byte[] model() {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }
}
