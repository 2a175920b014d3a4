package dev.undercurrent.vae;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.Standardizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The decoder's last layer and its distributions as nodes of an {@link OnnxGraph}, what {@link Likelihoods} is to
 * TensorFlow: from the decoder's last hidden layer, {@code [L · B, H]}, and the encoded rows, {@code [B, D]}, to the
 * three nodes below. What belongs to a draw is {@code [L, B, m]}, so that a row's values meet all draws in one go; what
 * does not is {@code [B, m]}. Lives while a graph is written.
 */
final class OnnxLikelihoods {
    private final OnnxGraph graph;
    private final String first;
    private final double[] spreads;
    private final double[] factors;
    private final double[] shifts;
    private final List<String> surprises = new ArrayList<>();
    private final List<String> locations = new ArrayList<>();
    private final List<String> scales = new ArrayList<>();

    /** @throws UnsupportedOperationException if a feature is neither Student's t, a count, a flag nor a category */
    OnnxLikelihoods(OnnxGraph graph, Encoding encoding, Weights weights, int draws, String hidden, String x) {
        this.graph = graph;
        this.first = graph.longs(0);
        float[] scale = weights.tensor("scale").values();
        this.spreads = IntStream.range(0, scale.length)
                .mapToDouble(column -> Math.exp(2 * Math.max(-10, Math.min(10, scale[column]))))
                .toArray();
        this.factors = new double[scale.length];
        this.shifts = new double[scale.length];
        List<Head> heads = Head.of(encoding);
        int column = 0;
        for (Head head : heads) {
            for (int line = 0; line < head.width(); line++) {
                map(head, line, column++);
            }
        }
        long[] widths = heads.stream().mapToLong(Head::width).toArray();
        List<String> outputs = graph.split(output(weights, hidden), widths);
        List<String> targets = graph.split(x, widths);
        int from = 0;
        for (int i = 0; i < widths.length; i++) {
            String drawn = graph.op("Reshape", outputs.get(i), graph.longs(draws, -1, widths[i]));
            score(heads.get(i), from, drawn, targets.get(i));
            from += heads.get(i).width();
        }
    }

    /** Sets what a column of the decoder's output is multiplied by, and what is then added to it. */
    private void map(Head head, int line, int column) {
        factors[column] = 1;
        switch (head.likelihood()) {
            case STUDENT_T ->
                factors[column] =
                        1 / Math.sqrt((spreads[column] + NumberLikelihood.LEAST_VARIANCE) * NumberLikelihood.NU);
            case NEGATIVE_BINOMIAL -> {
                Standardizer standardizer = head.features().get(line).standardizer();
                factors[column] = standardizer.deviation();
                shifts[column] = standardizer.mean() + Math.log(spreads[column] + CountLikelihood.LEAST_DISPERSION);
            }
            case BERNOULLI ->
                shifts[column] = FlagLikelihood.logit(head.features().get(line));
            case SOFTMAX -> {} // as it is
            default ->
                throw new UnsupportedOperationException(head.features().get(0).name() + ": " + head.likelihood()
                        + " (expected: STUDENT_T, NEGATIVE_BINOMIAL, BERNOULLI or SOFTMAX)");
        }
    }

    /** The decoder's output so mapped, {@code [L · B, D]}, which costs nothing as a part of the output weights. */
    private String output(Weights weights, String hidden) {
        float[] matrix = weights.tensor("output.w").values();
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] *= (float) factors[i % factors.length];
        }
        double[] bias = new double[factors.length];
        float[] values = weights.tensor("output.b").values();
        Arrays.setAll(bias, column -> values[column] * factors[column] + shifts[column]);
        return graph.op(
                "Gemm", hidden, graph.floats(matrix, matrix.length / bias.length, bias.length), graph.floats(bias));
    }

    private void score(Head head, int from, String output, String x) {
        int to = from + head.width();
        switch (head.likelihood()) {
            case STUDENT_T -> numbers(from, to, output, x);
            case NEGATIVE_BINOMIAL -> counts(head, from, to, output, x);
            case BERNOULLI -> flags(output, x);
            default -> category(output, x);
        }
    }

    /** Negative log-likelihood of every scored feature in nats, {@code [B, S]}; not masked. */
    String surprises() {
        return graph.concat(surprises);
    }

    /** As {@link NetScores#location()}. */
    String location() {
        return graph.concat(locations);
    }

    /** As {@link NetScores#scale()}. */
    String scale() {
        return graph.concat(scales);
    }

    private void numbers(int from, int to, String output, String x) {
        double[] variances = spreads(from, to, NumberLikelihood.LEAST_VARIANCE);
        double[] constants = Arrays.stream(variances)
                .map(variance -> 0.5 * Math.log(variance) - NumberLikelihood.STUDENT)
                .toArray();
        String factor = graph.floats(Arrays.copyOfRange(factors, from, to));
        String distance = graph.op("Sub", output, graph.op("Mul", x, factor));
        String near = graph.op("Add", graph.op("Mul", distance, distance), graph.scalar(1));
        String mean = mean(output);
        surprises.add(graph.op(
                "Add",
                graph.op("Mul", mean(graph.op("Log", near)), graph.scalar((NumberLikelihood.NU + 1) / 2)),
                graph.floats(constants)));
        locations.add(graph.op("Div", mean, factor));
        String drawn = graph.op("Div", variance(output, mean), graph.op("Mul", factor, factor));
        scales.add(graph.op("Sqrt", graph.op("Add", drawn, graph.floats(variances))));
    }

    /** The parts of {@link CountLikelihood} that depend on a draw; {@code q} to 1e-7. */
    private void counts(Head head, int from, int to, String output, String x) {
        double[] dispersions = spreads(from, to, CountLikelihood.LEAST_DISPERSION);
        double[] r =
                Arrays.stream(dispersions).map(dispersion -> 1 / dispersion).toArray();
        OnnxCounts counts = new OnnxCounts(graph, head.features(), r, x);
        String k = graph.cast(DataType.FLOAT, counts.k());
        String shape = graph.floats(r);
        String cost = graph.op(
                "Sum",
                graph.op("Mul", fade(output), graph.op("Add", k, shape)),
                graph.op("Mul", graph.op("Relu", output), shape),
                graph.op("Mul", graph.op("Relu", graph.op("Neg", output)), k));
        String above = graph.op("Sub", graph.cast(DataType.FLOAT, counts.above()), cost);
        String tail = graph.cast(DataType.FLOAT, counts.tail());
        String mean = mean(output);
        surprises.add(graph.op("Neg", graph.op("Add", tail, mean(softplus(above)))));
        String unshifted = graph.op("Sub", mean, graph.floats(Arrays.copyOfRange(shifts, from, to)));
        locations.add(graph.op("Div", unshifted, graph.floats(Arrays.copyOfRange(factors, from, to))));
        scales.add(graph.op("Add", variance(output, mean), graph.floats(dispersions)));
    }

    private void flags(String output, String x) {
        surprises.add(graph.op("Sub", mean(softplus(output)), graph.op("Mul", x, mean(output))));
        locations.add(mean(graph.op("Sigmoid", output)));
        scales.add(zeros(x));
    }

    private void category(String output, String x) {
        String logs = graph.op("LogSoftmax", output);
        String known = graph.op("ReduceSum", graph.op("Mul", x, mean(logs)), graph.longs(1));
        surprises.add(graph.op("Neg", known));
        locations.add(mean(graph.op("Exp", logs)));
        scales.add(zeros(x));
    }

    /** Not by the op of that name, which takes some 18 ns a value. */
    private String softplus(String v) {
        return graph.op("Add", graph.op("Relu", v), fade(v));
    }

    /** {@code ln(1 + exp(−|v|))}. */
    private String fade(String v) {
        String exp = graph.op("Exp", graph.op("Neg", graph.op("Abs", v)));
        return graph.op("Log", graph.op("Add", exp, graph.scalar(1)));
    }

    /** Over the draws: {@code [B, m]} of {@code [L, B, m]}. */
    private String mean(String drawn) {
        return graph.op("ReduceMean", "keepdims", 0, drawn, first);
    }

    /** The draws' own variance, {@code [B, m]}. */
    private String variance(String output, String mean) {
        String squares = mean(graph.op("Mul", output, output));
        return graph.op("Relu", graph.op("Sub", squares, graph.op("Mul", mean, mean)));
    }

    private String zeros(String like) {
        return graph.op("ConstantOfShape", graph.op("Shape", like));
    }

    private double[] spreads(int from, int to, double least) {
        return Arrays.stream(spreads, from, to).map(spread -> spread + least).toArray();
    }
}
