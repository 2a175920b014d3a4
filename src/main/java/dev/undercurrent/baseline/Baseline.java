package dev.undercurrent.baseline;

import java.util.Locale;

/** The detectors in the box. */
public enum Baseline {
    ROBUST_Z("robust z-score"),
    PCA("PCA residual"),
    ISOLATION_FOREST("isolation forest"),
    KNN("kNN distance"),
    RANDOM_CUT_FOREST("random cut forest"),
    HALF_SPACE_TREES("half-space trees"),
    RANDOM("random");

    private final String title;

    Baseline(String title) {
        this.title = title;
    }

    /** As it stands in reports. */
    public String title() {
        return title;
    }

    /** As it is given on the command line and in {@code report.json}: {@code isolation-forest}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param id as {@link #id()}
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Baseline of(String id) {
        StringBuilder known = new StringBuilder();
        for (Baseline baseline : values()) {
            if (baseline.id().equals(id)) {
                return baseline;
            }
            known.append(known.isEmpty() ? "" : ", ").append(baseline.id());
        }
        throw new IllegalArgumentException("baselines: " + id + " (expected: " + known + ")");
    }

    /** A detector with its published default settings. */
    public Detector detector(long seed) {
        return switch (this) {
            case ROBUST_Z -> new RobustZ();
            case PCA -> new PcaResidual();
            case ISOLATION_FOREST -> new IsolationForest(seed);
            case KNN -> new NeighbourDistance(seed);
            case RANDOM_CUT_FOREST -> new CutForest(seed);
            case HALF_SPACE_TREES -> new HalfSpaceTrees(seed);
            case RANDOM -> new RandomScore(seed);
        };
    }
}
