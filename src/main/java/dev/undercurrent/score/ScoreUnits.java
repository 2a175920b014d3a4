package dev.undercurrent.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up what cannot be compared: each kind of member and the marginal tail, each in units of its own spread on normal
 * data, {@code (s − median) / (q75 − median)}. The members of one kind are averaged first. Increasing in every term.
 * Immutable.
 *
 * @param kinds of members, each with its unit
 * @param tail the unit of the marginal tail; none where it is not added
 */
public record ScoreUnits(List<Kind> kinds, List<Unit> tail) {
    /**
     * A scale. Immutable.
     *
     * @param median on normal data
     * @param spread from the median to the third quartile, positive
     */
    public record Unit(double median, double spread) {
        public Unit {
            if (!(spread > 0)) {
                throw new IllegalArgumentException("spread: " + spread + " (expected: > 0)");
            }
        }

        /** The unit of a sample. */
        static Unit of(double[] sample) {
            double[] finite =
                    Arrays.stream(sample).filter(Double::isFinite).sorted().toArray();
            if (finite.length == 0) {
                return new Unit(0, 1);
            }
            double median = quantile(finite, 0.5);
            return new Unit(median, quantile(finite, 0.75) - median + 1e-6 + 1e-3 * Math.abs(median));
        }

        private static double quantile(double[] sorted, double share) {
            double rank = share * (sorted.length - 1);
            int low = (int) rank;
            int high = Math.min(low + 1, sorted.length - 1);
            return sorted[low] + (rank - low) * (sorted[high] - sorted[low]);
        }

        double of(double value) {
            return (value - median) / spread;
        }
    }

    /** The members that see the same history, by their number, and the unit of their mean. Immutable. */
    public record Kind(List<Integer> members, Unit unit) {
        public Kind {
            members = List.copyOf(members);
        }

        private double mean(double[] surprises) {
            double sum = 0;
            for (int i = 0; i < members.size(); i++) {
                sum += surprises[members.get(i)];
            }
            return sum / members.size();
        }
    }

    public ScoreUnits {
        kinds = List.copyOf(kinds);
        tail = List.copyOf(tail);
        if (kinds.isEmpty() || tail.size() > 1) {
            throw new IllegalArgumentException("units: " + kinds.size() + " kinds and " + tail.size()
                    + " tails (expected: a kind or more, one tail at most)");
        }
    }

    /**
     * Takes the units from normal data.
     *
     * @param histories the history that each member sees, {@code [members]}
     * @param surprises {@code [rows][members]}
     * @param tails marginal tails {@code [rows]}; empty where they are not added
     */
    public static ScoreUnits fit(int[] histories, double[][] surprises, double[] tails) {
        Map<Integer, List<Integer>> byHistory = new LinkedHashMap<>();
        for (int member = 0; member < histories.length; member++) {
            byHistory.computeIfAbsent(histories[member], h -> new ArrayList<>()).add(member);
        }
        List<Kind> kinds = new ArrayList<>();
        for (List<Integer> members : byHistory.values()) {
            Kind raw = new Kind(members, new Unit(0, 1));
            double[] means = new double[surprises.length];
            for (int row = 0; row < means.length; row++) {
                means[row] = raw.mean(surprises[row]);
            }
            kinds.add(new Kind(members, Unit.of(means)));
        }
        return new ScoreUnits(kinds, tails.length > 0 ? List.of(Unit.of(tails)) : List.of());
    }

    /** Whether the marginal tail is added. */
    public boolean hasTail() {
        return !tail.isEmpty();
    }

    /**
     * The score of one unit.
     *
     * @param surprises {@code [members]}
     * @param marginal its marginal tail; ignored without one
     */
    public double score(double[] surprises, double marginal) {
        double sum = hasTail() ? tail.get(0).of(marginal) : 0;
        for (int i = 0; i < kinds.size(); i++) {
            Kind kind = kinds.get(i);
            sum += kind.unit().of(kind.mean(surprises));
        }
        return sum;
    }
}
