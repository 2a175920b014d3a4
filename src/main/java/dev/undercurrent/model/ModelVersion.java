package dev.undercurrent.model;

import dev.undercurrent.features.Encoding;
import dev.undercurrent.features.FeatureSchema;
import dev.undercurrent.score.MarginalTails;
import dev.undercurrent.score.ModelScorer;
import dev.undercurrent.score.ScoreUnits;
import dev.undercurrent.score.Scorer;
import dev.undercurrent.score.Smoothing;
import dev.undercurrent.score.TailCalibration;
import dev.undercurrent.vae.EnsembleNet;
import dev.undercurrent.vae.Member;
import dev.undercurrent.vae.ModelConfig;
import dev.undercurrent.vae.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that scoring with a trained model needs, as one value: it carries tensors, never an executable graph.
 * Immutable.
 *
 * @param version its number within the segment, from 1
 * @param parent the version that was in use when it was trained; 0 for none
 * @param topology the topology's name
 * @param segment the units it scores; {@link #ALL} without segments
 * @param createdAt ms since the epoch
 * @param seed of everything that was left to chance, the noise of the draws included
 * @param config the network as declared
 * @param schema the slots of a vector
 * @param encoding the transforms fitted on the sample
 * @param members the ensemble; the first one is the reference, whose surprise, reasons and code are published
 * @param units how the members' surprises and the marginal tail add up
 * @param tails the features' own distributions; without slots where they are not added
 * @param calibration tail probability of a final score
 * @param smoothing of a key's scores
 * @param unitsPerDay scored units a day while the sample was taken; 0 if unknown
 * @param training what it was trained on
 * @param metrics figures of its training and evaluation, by name
 */
public record ModelVersion(
        int version,
        int parent,
        String topology,
        String segment,
        long createdAt,
        long seed,
        ModelConfig config,
        FeatureSchema schema,
        Encoding encoding,
        List<Member> members,
        ScoreUnits units,
        MarginalTails tails,
        TailCalibration calibration,
        Smoothing smoothing,
        double unitsPerDay,
        TrainingRange training,
        Map<String, Double> metrics) {
    /** The segment of a topology that has one model for everything. */
    public static final String ALL = "all";

    /**
     * The sample that a model was trained on. Immutable.
     *
     * @param first earliest time of a vector, ms since the epoch
     * @param last latest time, ms since the epoch
     * @param samples vectors trained on
     * @param holdout vectors held out
     * @param offsets next offset to read of each {@code topic-partition} when the sample was taken; may be empty
     */
    public record TrainingRange(long first, long last, long samples, long holdout, Map<String, Long> offsets) {
        public TrainingRange {
            offsets = Collections.unmodifiableMap(new TreeMap<>(offsets));
        }
    }

    public ModelVersion {
        members = List.copyOf(members);
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
        check(version >= 1, "version", version, ">= 1");
        check(parent >= 0, "parent", parent, ">= 0");
        check(!segment.isEmpty(), "segment", "empty", "a name");
        check(!members.isEmpty(), "members", members.size(), "one or more");
        check(unitsPerDay >= 0, "unitsPerDay", unitsPerDay, ">= 0");
        int highest = units.kinds().stream()
                .flatMap(kind -> kind.members().stream())
                .mapToInt(Integer::intValue)
                .max()
                .orElse(-1);
        check(highest < members.size(), "units", "member " + highest, "0.." + (members.size() - 1));
        check(
                !units.hasTail() || tails.slots().size() == schema.size(),
                "tails",
                tails.slots().size() + " slots",
                schema.size() + " as the schema");
    }

    private static void check(boolean valid, String property, Object value, String expected) {
        if (!valid) {
            throw new IllegalArgumentException(property + ": " + value + " (expected: " + expected + ")");
        }
    }

    /**
     * Builds its networks, which takes some tens of milliseconds: not for a stream thread.
     *
     * @param reasons most features that a score names
     * @throws IllegalArgumentException if the tensors do not fit the networks
     */
    public Scorer scorer(int reasons) {
        EnsembleNet net = new EnsembleNet(encoding, members, config.draws(), seed);
        return new ModelScorer(
                version, encoding, net, new ModelScorer.Ranking(units, tails, calibration, smoothing), reasons);
    }

    /** This model with what its final scores are worth. */
    public ModelVersion calibrated(TailCalibration newCalibration) {
        return with(newCalibration, metrics);
    }

    /** This model with other figures. */
    public ModelVersion measured(Map<String, Double> newMetrics) {
        return with(calibration, newMetrics);
    }

    private ModelVersion with(TailCalibration newCalibration, Map<String, Double> newMetrics) {
        return new ModelVersion(
                version,
                parent,
                topology,
                segment,
                createdAt,
                seed,
                config,
                schema,
                encoding,
                members,
                units,
                tails,
                newCalibration,
                smoothing,
                unitsPerDay,
                training,
                newMetrics);
    }

    /** Trained parameters of all members. */
    public long parameters() {
        long sum = 0;
        for (Member member : members) {
            for (Tensor tensor : member.weights().tensors().values()) {
                sum += tensor.size();
            }
        }
        return sum;
    }
}
