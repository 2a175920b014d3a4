package dev.undercurrent.model;

/** What a record of the models topic changed. */
public sealed interface ModelUpdate {
    /** Nothing that concerns the version in use. */
    record Stored() implements ModelUpdate {}

    /** The version to be used is known, but not all of its chunks are there yet. */
    record Waiting(String segment, int version, int missing) implements ModelUpdate {}

    /** A complete and valid version is in use from here on. */
    record Current(ModelVersion version) implements ModelUpdate {}

    /** A version cannot be used, for a reason of one line; the one before stays. */
    record Refused(String segment, int version, String reason) implements ModelUpdate {}

    /** The segment has no model any more. */
    record Removed(String segment) implements ModelUpdate {}
}
