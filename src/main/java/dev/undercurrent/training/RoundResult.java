package dev.undercurrent.training;

import java.util.List;

/**
 * What a round leaves. Immutable.
 *
 * @param version number of the version that is published, 0 where none is
 * @param announcements its records, in order
 */
public record RoundResult(int version, List<Announcement> announcements) {
    public RoundResult {
        announcements = List.copyOf(announcements);
    }
}
