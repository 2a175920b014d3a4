package dev.undercurrent.training;

import java.util.List;
import java.util.Map;

/**
 * What a round leaves. Immutable.
 *
 * @param version number of the version that is published, 0 where none is
 * @param announcements its records, in order
 * @param figures of the candidate's training and evaluation, by name
 */
public record RoundResult(int version, List<Announcement> announcements, Map<String, Double> figures) {
    /** The figure that says how long the round took. */
    static final String SECONDS = "seconds";

    /** The figure that candidates are compared by: mean surprise of the holdout's raw values, in nats. */
    public static final String SURPRISE = "evaluatedSurprise";

    public RoundResult {
        announcements = List.copyOf(announcements);
        figures = Map.copyOf(figures);
    }

    /** The result of a round that measured nothing. */
    public RoundResult(int version, List<Announcement> announcements) {
        this(version, announcements, Map.of());
    }
}
