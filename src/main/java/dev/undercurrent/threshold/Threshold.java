package dev.undercurrent.threshold;

/** When a unit is flagged: {@code tailProbability < risk}. Immutable. */
public sealed interface Threshold {
    /** What {@code unitsPerDay} is while no rate is known. */
    double UNKNOWN_RATE = 0;

    /**
     * Decides on one unit.
     *
     * @param tailProbability share of normal units that reach its score
     * @param unitsPerDay scored units a day, or {@link #UNKNOWN_RATE}
     */
    default Verdict decide(double tailProbability, double unitsPerDay) {
        double risk = risk(unitsPerDay);
        return new Verdict(risk, tailProbability < risk);
    }

    /** The accepted share of false alarms at a rate of units. */
    double risk(double unitsPerDay);

    /** Flags a fixed share of normal units. */
    record Risk(double risk) implements Threshold {
        public Risk {
            if (!(risk > 0 && risk < 1)) {
                throw new IllegalArgumentException("risk: " + risk + " (expected: a share above 0 and below 1)");
            }
        }

        @Override
        public double risk(double unitsPerDay) {
            return risk;
        }
    }

    /** Flags so many units a day; by {@code fallback} while no rate is known. */
    record AlertsPerDay(double alerts, double fallback) implements Threshold {
        private static final double MOST = 0.5;

        public AlertsPerDay {
            if (!(alerts > 0 && fallback > 0 && fallback < 1)) {
                throw new IllegalArgumentException("alertsPerDay: " + alerts + " or risk " + fallback
                        + " (expected: above 0, and a share above 0 and below 1)");
            }
        }

        @Override
        public double risk(double unitsPerDay) {
            return unitsPerDay > 0 ? Math.min(MOST, alerts / unitsPerDay) : fallback;
        }
    }

    /** Flags that share of normal units. */
    static Threshold ofRisk(double risk) {
        return new Risk(risk);
    }

    /** Flags about that many units a day, whatever the rate; by {@code fallback} while it is unknown. */
    static Threshold ofAlertsPerDay(double alerts, double fallback) {
        return new AlertsPerDay(alerts, fallback);
    }

    /** As configured. */
    static Threshold of(ThresholdConfig config) {
        return config.alertsPerDay() > 0 ? ofAlertsPerDay(config.alertsPerDay(), config.risk()) : ofRisk(config.risk());
    }
}
