package dev.undercurrent.cluster;

import dev.undercurrent.config.Problems;

/**
 * The topics a topology owns, all behind its name. Immutable.
 *
 * @param name the topology's name
 */
public record TopicNames(String name) {
    public TopicNames {
        new Problems("")
                .check(
                        name.matches("[a-zA-Z0-9_-][a-zA-Z0-9._-]{0,179}"),
                        "name",
                        name,
                        "1..180 of letters, digits, . _ -")
                .throwIfAny();
    }

    /** The decision record of every scored unit. */
    public String scores() {
        return name + ".scores";
    }

    /** The flagged ones. */
    public String anomalies() {
        return name + ".anomalies";
    }

    /** Latent codes. */
    public String latents() {
        return name + ".latents";
    }

    /** The registry of model versions. */
    public String models() {
        return name + ".models";
    }

    /** Trained, promoted, rejected, rolled back. */
    public String lifecycle() {
        return name + ".lifecycle";
    }

    /** Verdicts of people. */
    public String feedback() {
        return name + ".feedback";
    }

    /** Records that could not be scored, untouched. */
    public String deadLetters() {
        return name + ".dead-letters";
    }
}
