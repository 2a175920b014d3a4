package dev.undercurrent.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields that a topology reads of each record: JSON pointers with what is expected there, in a fixed order that
 * gives each its index in {@link Event}. Immutable; made by {@link Builder}.
 */
public final class EventFields {
    /** What a field must hold. */
    public enum Kind {
        /** A finite JSON number of magnitude up to 1e30, or a boolean as 0 or 1. */
        NUMBER,
        /** A non-negative whole JSON number. */
        COUNT,
        /** 0 or 1, or a boolean. */
        FLAG,
        /** A string; a number or boolean is taken as its JSON text. */
        TEXT
    }

    /** One declared field. */
    public record Field(String pointer, Kind kind) {}

    private final List<Field> fields;

    private EventFields(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    /** The fields; their position is their index. */
    public List<Field> list() {
        return fields;
    }

    public int size() {
        return fields.size();
    }

    /** What the field at an index must hold. */
    public Kind kind(int field) {
        return fields.get(field).kind();
    }

    /** Collects fields; asking for the same pointer and kind twice gives the same index. Not thread-safe. */
    public static final class Builder {
        private final Map<Field, Integer> index = new LinkedHashMap<>();

        /** The index of the field, which is added when it is new. */
        public int add(String pointer, Kind kind) {
            return index.computeIfAbsent(new Field(pointer, kind), field -> index.size());
        }

        public EventFields build() {
            return new EventFields(new ArrayList<>(index.keySet()));
        }
    }
}
