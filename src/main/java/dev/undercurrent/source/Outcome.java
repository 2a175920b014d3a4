package dev.undercurrent.source;

/** What a stage makes of a record: a value for the next stage, or a dead letter. */
public sealed interface Outcome<V> {
    /** The next stage's input. */
    record Accepted<V>(V value) implements Outcome<V> {}

    /** For the dead letters. */
    record Rejected<V>(DeadLetter letter) implements Outcome<V> {}
}
