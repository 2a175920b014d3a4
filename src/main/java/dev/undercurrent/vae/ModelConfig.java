package dev.undercurrent.vae;

import dev.undercurrent.config.Problems;
import java.util.List;

/**
 * The network as declared in {@code models/NAME/model.yaml}. Immutable.
 *
 * @param widths units of the encoder's layers, the decoder mirrors them; empty for widths from the feature count
 * @param latent size of the latent code, {@code K}; 0 for a size from the feature count
 * @param draws Monte-Carlo draws of z a score is averaged over, {@code L}
 * @param seed of everything that is left to chance
 * @param beta weight of the KL term once warmed up
 * @param warmup training steps over which the KL term grows to {@code beta}
 * @param learningRate of Adam, decayed by a cosine over the second half
 * @param steps training steps of one member
 * @param batch rows of a training step
 * @param trim share of each batch, the most surprising, that is left out once training has settled
 * @param histories vectors that each kind of member sees, ascending; empty for 1, 5 and the topology's history
 * @param bags members of each kind, each on its own rows; 0 for 6 without history and 1 with
 * @param bagRows rows that a bagged member is trained on; 0 for all
 * @param marginalTail whether the tail of every feature's own distribution is added to the score
 * @param smoothing weight of the newest score in the moving average that is added to an ordered stream's score; 0 for
 *     none
 */
public record ModelConfig(
        List<Integer> widths,
        int latent,
        int draws,
        long seed,
        double beta,
        int warmup,
        double learningRate,
        int steps,
        int batch,
        double trim,
        List<Integer> histories,
        int bags,
        int bagRows,
        boolean marginalTail,
        double smoothing) {
    public ModelConfig {
        widths = List.copyOf(widths);
        histories = List.copyOf(histories);
        new Problems("")
                .check(widths.stream().allMatch(w -> w >= 1 && w <= 4096), "widths", widths, "each 1..4096")
                .check(latent >= 0 && latent <= 256, "latent", latent, "0..256")
                .check(draws >= 1 && draws <= 1024, "draws", draws, "1..1024")
                .check(beta > 0 && beta <= 100, "beta", beta, "above 0, up to 100")
                .check(warmup >= 0 && warmup <= steps, "warmup", warmup, "0..steps")
                .check(learningRate > 0 && learningRate < 1, "learning-rate", learningRate, "above 0 and below 1")
                .check(steps >= 10 && steps <= 10_000_000, "steps", steps, "10..10000000")
                .check(batch >= 8 && batch <= 65_536, "batch", batch, "8..65536")
                .check(trim >= 0 && trim < 0.5, "trim", trim, "0 up to below 0.5")
                .check(
                        histories.stream().allMatch(h -> h >= 1 && h <= 1024)
                                && histories.stream()
                                        .sorted()
                                        .distinct()
                                        .toList()
                                        .equals(histories),
                        "histories",
                        histories,
                        "ascending, each 1..1024")
                .check(bags >= 0 && bags <= 32, "bags", bags, "0..32")
                .check(bagRows == 0 || bagRows >= 32, "bag-rows", bagRows, "0 for all, or 32 and more")
                .check(smoothing >= 0 && smoothing <= 1, "smoothing", smoothing, "0..1")
                .throwIfAny();
    }

    /** The same networks after a share of the steps, and after a third of that share of the warm-up. */
    public ModelConfig shortened(double share) {
        return with((int) (warmup * share / 3), Math.max(10, (int) (steps * share)), trim, bagRows);
    }

    /** The same networks on other bags of rows. */
    public ModelConfig bagged(int newBagRows, double newTrim) {
        return with(warmup, steps, newTrim, newBagRows);
    }

    private ModelConfig with(int newWarmup, int newSteps, double newTrim, int newBagRows) {
        return new ModelConfig(
                widths,
                latent,
                draws,
                seed,
                beta,
                newWarmup,
                learningRate,
                newSteps,
                batch,
                newTrim,
                histories,
                bags,
                newBagRows,
                marginalTail,
                smoothing);
    }
}
