package dev.undercurrent.replay;

import java.util.Iterator;

/** A bounded run of source records, each once. Not thread-safe. */
public interface SourceInput extends Iterator<SourceRecord>, AutoCloseable {
    /** Where the records come from, as text. */
    String name();

    /** How many there are. */
    long size();

    @Override
    void close();
}
