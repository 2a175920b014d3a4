package dev.undercurrent.vae;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.undercurrent.features.FeatureEncoding;
import dev.undercurrent.features.NegativeBinomial;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.special.Gamma;

/**
 * What is known of counts before a latent code is drawn, as nodes of an {@link OnnxGraph}: from the encoded columns of
 * a head, floats {@code [B, m]}, to the doubles {@code [B, m]} below. ONNX has no log-gamma: as {@link CountLanes} does
 * it, small counts are looked up and Stirling's series serves the others. Lives while a graph is written.
 */
final class OnnxCounts {
    /** Counts from here on go by the series. */
    private static final int KNOWN = 256;

    private final OnnxGraph graph;
    private final double[] r;
    private final String k;
    private final String tail;

    /** @param r one over the dispersion of each column */
    OnnxCounts(OnnxGraph graph, List<FeatureEncoding> features, double[] r, String x) {
        this.graph = graph;
        this.r = r;
        this.k = count(features, x);
        this.tail = graph.op(
                "Sub",
                graph.doubles(Math.log(NegativeBinomial.TAIL)),
                graph.op("Log", graph.op("Mul", plus(k, 1), plus(k, 2))));
    }

    /** The raw counts again. */
    String k() {
        return k;
    }

    /** Their log-probability in the heavy tail. */
    String tail() {
        return tail;
    }

    /** By how much the negative binomial's part that no draw has a say in is above the tail. */
    String above() {
        return graph.op("Sub", plus(coefficient(), Math.log1p(-NegativeBinomial.TAIL)), tail);
    }

    private String count(List<FeatureEncoding> features, String x) {
        double[] means = features.stream()
                .mapToDouble(feature -> feature.standardizer().mean())
                .toArray();
        double[] deviations = features.stream()
                .mapToDouble(feature -> feature.standardizer().deviation())
                .toArray();
        String encoded = graph.cast(DataType.DOUBLE, x);
        String size = graph.op("Abs", encoded);
        String three = graph.doubles(3);
        String beyond = graph.op("Exp", graph.op("Max", graph.op("Sub", size, three), graph.doubles(0)));
        String whole = plus(graph.op("Add", graph.op("Min", size, three), beyond), -1);
        String signed = graph.op("Mul", graph.op("Sign", encoded), whole);
        String logged = graph.op("Add", graph.op("Mul", signed, graph.doubles(deviations)), graph.doubles(means));
        String bounded =
                graph.op("Min", graph.op("Max", logged, graph.doubles(0)), graph.doubles(CountLikelihood.GREATEST_LOG));
        return graph.op("Round", plus(graph.op("Exp", bounded), -1));
    }

    /** {@link NegativeBinomial#logCoefficient}. */
    private String coefficient() {
        double[] table = new double[r.length * KNOWN];
        Arrays.setAll(table, i -> NegativeBinomial.logCoefficient(i % KNOWN, r[i / KNOWN]));
        long[] starts = new long[r.length];
        Arrays.setAll(starts, i -> (long) i * KNOWN);
        String within = graph.cast(DataType.INT64, graph.op("Min", k, graph.doubles(KNOWN - 1)));
        return graph.op(
                "Where",
                graph.op("Less", k, graph.doubles(KNOWN)),
                graph.op("Gather", graph.doubles(table), graph.op("Add", within, graph.longs(starts))),
                series());
    }

    private String series() {
        String next = plus(k, 1);
        String sum = graph.op("Add", k, graph.doubles(r));
        String less = graph.doubles(Arrays.stream(r).map(shape -> shape - 1).toArray());
        String gammas = graph.doubles(
                Arrays.stream(r).map(shape -> -Gamma.logGamma(shape)).toArray());
        String correction = graph.op("Sub", graph.op("Reciprocal", sum), graph.op("Reciprocal", next));
        return graph.op(
                "Sum",
                graph.op("Mul", plus(k, 0.5), graph.op("Log", graph.op("Div", sum, next))),
                graph.op("Mul", less, plus(graph.op("Log", sum), -1)),
                graph.op("Mul", correction, graph.doubles(1.0 / 12)),
                gammas);
    }

    private String plus(String node, double value) {
        return graph.op("Add", node, graph.doubles(value));
    }
}
