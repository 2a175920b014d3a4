package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one member of history 1 as an ONNX model, in the operators that {@link Network} builds of TensorFlow's.
 *
 * <p>In go {@code x [B, D]}, {@code mask [B, S]} and, if the model has one, {@code condition [B, C]}; out come, as
 * {@link NetScores} has them, {@code kl [B]}, {@code share [B, S]}, {@code mean [B, K]}, {@code std [B, K]},
 * {@code location [B, D]} and {@code scale [B, D]}. Lives while a model is written.
 */
final class OnnxNetwork {
    private final OnnxGraph graph = new OnnxGraph();
    private final Member member;
    private final List<String> condition;

    private OnnxNetwork(Encoding encoding, Member member) {
        this.member = member;
        this.condition = encoding.conditionColumns() == 0
                ? List.of()
                : List.of(graph.input("condition", encoding.conditionColumns()));
    }

    /**
     * The model as a protobuf.
     *
     * @param noise {@code [L, K]}
     */
    static byte[] model(Encoding encoding, Member member, float[] noise) {
        return new OnnxNetwork(encoding, member).write(encoding, noise);
    }

    private byte[] write(Encoding encoding, float[] noise) {
        int latent = member.spec().latent();
        int draws = noise.length / latent;
        String x = graph.input("x", encoding.columns());
        String mask = graph.input("mask", encoding.shares());
        List<String> halves = graph.split(dense(hidden("encoder.", x, condition), "latent"), latent, latent);
        String mean = halves.get(0);
        String logVar = graph.op("Clip", halves.get(1), graph.scalar(-8), graph.scalar(8));
        String std = graph.op("Exp", graph.op("Mul", logVar, graph.scalar(0.5)));
        String drawn = graph.op("Add", mean, graph.op("Mul", std, graph.floats(noise, draws, 1, latent)));
        String z = graph.op("Reshape", drawn, graph.longs(-1, latent));
        List<String> repeated = condition.stream()
                .map(columns -> graph.op("Tile", columns, graph.longs(draws, 1)))
                .toList();
        OnnxLikelihoods likelihoods =
                new OnnxLikelihoods(graph, encoding, member.weights(), draws, hidden("decoder.", z, repeated), x);
        graph.output(kl(mean, std, logVar));
        graph.output(graph.op("Mul", likelihoods.surprises(), mask));
        graph.output(mean);
        graph.output(std);
        graph.output(likelihoods.location());
        graph.output(likelihoods.scale());
        return graph.model();
    }

    private String kl(String mean, String std, String logVar) {
        String squares = graph.op("Add", graph.op("Mul", std, std), graph.op("Mul", mean, mean));
        String terms = graph.op("Sub", graph.op("Sub", squares, logVar), graph.scalar(1));
        return graph.op("Mul", graph.op("ReduceSum", "keepdims", 0, terms, graph.longs(1)), graph.scalar(0.5));
    }

    /** The last hidden layer of the encoder or the decoder. */
    private String hidden(String layers, String input, List<String> conditions) {
        List<String> parts = new ArrayList<>(List.of(input));
        parts.addAll(conditions);
        String last = graph.concat(parts);
        for (int layer = 0; layer < member.spec().widths().size(); layer++) {
            last = graph.leakyRelu(Network.LEAK, dense(last, layers + layer));
        }
        return last;
    }

    private String dense(String input, String name) {
        Tensor matrix = member.weights().tensor(name + ".w");
        Tensor bias = member.weights().tensor(name + ".b");
        return graph.op(
                "Gemm",
                input,
                graph.floats(matrix.values(), matrix.shape()),
                graph.floats(bias.values(), bias.shape()));
    }
}
