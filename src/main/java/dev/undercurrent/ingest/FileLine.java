package dev.undercurrent.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One line or row of a file, parsed. The array is handed over, not copied.
 *
 * @param number where it stands in the file, from 1
 * @param json one JSON object in UTF-8
 * @param value the same, parsed
 */
@SuppressWarnings("ArrayRecordComponent") // made once a line and never compared
public record FileLine(long number, byte[] json, ObjectNode value) {}
