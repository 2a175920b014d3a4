package dev.undercurrent.vae;

import dev.undercurrent.features.Encoding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The size of one network, every {@code auto} resolved. Immutable.
 *
 * @param history rows that the network sees and reconstructs, {@code T}
 * @param widths units of the encoder's layers, the decoder mirrors them; empty for a linear network
 * @param latent size of the latent code, {@code K}
 */
public record VaeSpec(int history, List<Integer> widths, int latent) {
    private static final List<Integer> AUTO_WIDTHS = List.of(64, 32);
    private static final int AUTO_LATENT = 8;

    public VaeSpec {
        widths = List.copyOf(widths);
        if (history < 1 || latent < 1) {
            throw new IllegalArgumentException("history, latent: " + history + ", " + latent + " (expected: >= 1)");
        }
    }

    /** Automatic widths are 64 and 32, an automatic latent size 8 or the columns if fewer. */
    public static VaeSpec of(ModelConfig config, Encoding encoding, int history) {
        List<Integer> widths = config.widths().isEmpty() ? AUTO_WIDTHS : config.widths();
        int latent = config.latent() == 0 ? Math.min(AUTO_LATENT, history * encoding.columns()) : config.latent();
        return new VaeSpec(history, widths, latent);
    }

    /** The shape of every weight by its name, in a fixed order. */
    Map<String, int[]> shapes(Encoding encoding) {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        int columns = history * encoding.columns();
        int conditions = encoding.conditionColumns();
        int last = columns + conditions;
        for (int layer = 0; layer < widths.size(); layer++) {
            dense(shapes, "encoder." + layer, last, widths.get(layer));
            last = widths.get(layer);
        }
        dense(shapes, "latent", last, 2 * latent);
        last = latent + conditions;
        for (int layer = 0; layer < widths.size(); layer++) {
            int width = widths.get(widths.size() - 1 - layer);
            dense(shapes, "decoder." + layer, last, width);
            last = width;
        }
        dense(shapes, "output", last, columns);
        shapes.put("scale", new int[] {columns});
        return shapes;
    }

    /** The number of trained values. */
    public long parameters(Encoding encoding) {
        long sum = 0;
        for (int[] shape : shapes(encoding).values()) {
            sum += shape.length == 1 ? shape[0] : (long) shape[0] * shape[1];
        }
        return sum;
    }

    private static void dense(Map<String, int[]> shapes, String name, int inputs, int outputs) {
        shapes.put(name + ".w", new int[] {inputs, outputs});
        shapes.put(name + ".b", new int[] {outputs});
    }
}
