package dev.undercurrent.replay;

import dev.undercurrent.model.ModelAssembler;
import dev.undercurrent.model.ModelManifest;
import dev.undercurrent.model.ModelUpdate;
import dev.undercurrent.model.ModelVersion;
import dev.undercurrent.score.ScorerSlot;
import dev.undercurrent.training.Announcement;
import dev.undercurrent.training.RoundResult;
import dev.undercurrent.training.TrainingRounds;
import java.util.List;
import java.util.Optional;

/**
 * The models topic of a replay: what a round publishes takes the way over its records, so that the replay scores by the
 * very bytes that an instance would read. Not thread-safe.
 */
final class ReplayModels implements TrainingRounds.Registry, AutoCloseable {
    private final ScorerSlot slot = new ScorerSlot();
    private final ModelAssembler assembler = new ModelAssembler();
    private final int reasons;
    private Optional<ModelVersion> current = Optional.empty();

    /** @param reasons most features that a score names */
    ReplayModels(int reasons) {
        this.reasons = reasons;
    }

    ScorerSlot slot() {
        return slot;
    }

    /**
     * Takes what a round left.
     *
     * @return the version that is now in use, if the round put one into use
     */
    Optional<ModelVersion> apply(RoundResult result) {
        Optional<ModelVersion> swapped = Optional.empty();
        for (Announcement announcement : result.announcements()) {
            if (announcement.destination() == Announcement.Destination.MODELS
                    && assembler.accept(announcement.key(), announcement.value()) instanceof ModelUpdate.Current now) {
                swapped = Optional.of(now.version());
            }
        }
        swapped.ifPresent(this::use);
        return swapped;
    }

    void use(ModelVersion version) {
        slot.swap(List.of(version.scorer(reasons)));
        current = Optional.of(version);
    }

    @Override
    public Optional<ModelVersion> current() {
        return current;
    }

    @Override
    public List<ModelManifest> versions() {
        return assembler.versions(ModelVersion.ALL);
    }

    @Override
    public void close() {
        slot.close();
    }
}
