/**
 * Brings files into a source topic: CSV and JSON lines become records with the key and the time that the topology's
 * source declares. CSV is turned into JSON on the way, so that a topic holds one format and live events, ingested files
 * and replayed files take the same path from there.
 */
@NullMarked
package dev.undercurrent.ingest;

import org.jspecify.annotations.NullMarked;
