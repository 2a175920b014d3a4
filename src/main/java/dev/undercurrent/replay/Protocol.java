package dev.undercurrent.replay;

/**
 * Which units only train and which are counted. Immutable.
 *
 * @param warmup rows from the first on that only train; −1 where times say it
 * @param trainFrom units from this event time on are trained on, ms since the epoch; those before only fill windows
 * @param trainTo end of the training units, exclusive
 * @param scoreFrom from here on units are counted; those between are scored but not counted
 * @param scoreTo end of the counted units, exclusive
 */
public record Protocol(long warmup, long trainFrom, long trainTo, long scoreFrom, long scoreTo) {
    /** What becomes of a unit. */
    enum Role {
        /** It fills windows and histories. */
        FEEDS,
        /** It is what the first model is trained on. */
        TRAINS,
        /** It is scored, so that averages move on, but not counted. */
        PASSES,
        /** It is scored and counted. */
        COUNTS
    }

    public Protocol {
        boolean ordered = trainFrom <= trainTo && trainTo <= scoreFrom && scoreFrom <= scoreTo;
        if (warmup < -1 || (warmup < 0 && !ordered)) {
            throw new IllegalArgumentException("protocol: warm-up " + warmup + ", " + trainFrom + ".." + trainTo + ", "
                    + scoreFrom + ".." + scoreTo + " (expected: rows, or times in that order)");
        }
    }

    /** The first rows train, the others are counted. */
    public static Protocol ofRows(long warmup) {
        return new Protocol(warmup, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** By event time, ms since the epoch; each end is exclusive. */
    public static Protocol ofTimes(long trainFrom, long trainTo, long scoreFrom, long scoreTo) {
        return new Protocol(-1, trainFrom, trainTo, scoreFrom, scoreTo);
    }

    /** Whether a first model is trained on units that are not counted. */
    public boolean hasWarmup() {
        return warmup != 0;
    }

    /**
     * The role of a unit.
     *
     * @param row position in the input of the record that completes it, from 0
     * @param time the unit's
     */
    Role of(long row, long time) {
        if (warmup >= 0) {
            return row < warmup ? Role.TRAINS : Role.COUNTS;
        }
        if (time < trainFrom || time >= scoreTo) {
            return Role.FEEDS;
        }
        return time < trainTo ? Role.TRAINS : time < scoreFrom ? Role.PASSES : Role.COUNTS;
    }
}
