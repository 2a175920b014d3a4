package dev.undercurrent.detection;

/** What NAB's application profiles weigh a hit, a false alarm and a miss (Lavin &amp; Ahmad 2015, section III-B). */
public enum NabProfile {
    STANDARD(1, 0.11, 1),
    REWARD_LOW_FALSE_POSITIVES(1, 0.22, 1),
    REWARD_LOW_FALSE_NEGATIVES(1, 0.11, 2);

    private final double truePositive;
    private final double falsePositive;
    private final double falseNegative;

    NabProfile(double truePositive, double falsePositive, double falseNegative) {
        this.truePositive = truePositive;
        this.falsePositive = falsePositive;
        this.falseNegative = falseNegative;
    }

    double truePositive() {
        return truePositive;
    }

    double falsePositive() {
        return falsePositive;
    }

    double falseNegative() {
        return falseNegative;
    }
}
