package dev.undercurrent.window;

import dev.undercurrent.source.Event;
import java.time.Duration;
import java.util.List;

/**
 * The windows over the events of one key, compiled: where the key and the arguments lie in an event, and which slots
 * are filled. Immutable.
 */
public final class WindowGroup {
    /** A field that entries keep: its number, or a hash of its text. */
    record Argument(int field, boolean text) {
        static final long MISSING_NUMBER = Double.doubleToLongBits(Double.NaN);
        static final long MISSING_TEXT = 0;

        /** The field's value as 64 bits. Two texts fall on the same bits with odds of 2⁻⁶⁴. */
        long bits(Event event) {
            return text ? hash(event.text(field)) : Double.doubleToLongBits(event.number(field) + 0.0);
        }

        boolean isMissing(long bits) {
            return bits == (text ? MISSING_TEXT : MISSING_NUMBER);
        }
    }

    private final String name;
    private final WindowConfig config;
    private final int keyField;
    private final long graceMillis;
    private final long[] lengths;
    private final List<Argument> arguments;
    private final List<Aggregate> aggregates;

    WindowGroup(
            String name,
            WindowConfig config,
            int keyField,
            Duration grace,
            List<Argument> arguments,
            List<Aggregate> aggregates) {
        this.name = name;
        this.config = config;
        this.keyField = keyField;
        this.graceMillis = grace.toMillis();
        this.lengths =
                config.over().stream().mapToLong(Duration::toMillis).sorted().toArray();
        this.arguments = List.copyOf(arguments);
        this.aggregates = List.copyOf(aggregates);
    }

    /** As declared; every node, store and repartition of the group is named by it. */
    public String name() {
        return name;
    }

    public WindowConfig config() {
        return config;
    }

    /** Whether its key is the source's, so that a source keyed so needs no repartition. */
    public boolean isKeyedBySource() {
        return keyField < 0;
    }

    /** How many fields its entries keep. */
    public int arity() {
        return arguments.size();
    }

    /** How many fields are asked for their distinct values. */
    public int distinctFields() {
        return (int) aggregates.stream()
                .filter(aggregate -> aggregate.function() == AggregateFunction.DISTINCT)
                .mapToInt(Aggregate::argument)
                .distinct()
                .count();
    }

    /** Whether verdicts have to be routed to it. */
    public boolean countsConfirmed() {
        return aggregates.stream().anyMatch(aggregate -> aggregate.function() == AggregateFunction.CONFIRMED);
    }

    /** The event's key in this group; empty where the field is missing, and then its aggregates are undefined. */
    public String keyOf(Event event) {
        return keyField < 0 ? event.key() : event.text(keyField);
    }

    /** The key under which the event travels to this group: its own, or the entity's where that is missing. */
    public String routingKey(Event event) {
        String key = keyOf(event);
        return key.isEmpty() ? event.key() : key;
    }

    long graceMillis() {
        return graceMillis;
    }

    /** Window lengths in ms, ascending; not to be changed. */
    long[] lengths() {
        return lengths;
    }

    /** The longest window in ms; 0 for sessions. */
    long longest() {
        return lengths.length == 0 ? 0 : lengths[lengths.length - 1];
    }

    List<Argument> arguments() {
        return arguments;
    }

    List<Aggregate> aggregates() {
        return aggregates;
    }

    boolean has(AggregateFunction function) {
        return aggregates.stream().anyMatch(aggregate -> aggregate.function() == function);
    }

    /** Fills one entry's arguments. */
    void arguments(Event event, long[] target) {
        for (int a = 0; a < target.length; a++) {
            target[a] = arguments.get(a).bits(event);
        }
    }

    /** 64 bits of a text, never {@link Argument#MISSING_TEXT} unless it is empty. */
    static long hash(String text) {
        if (text.isEmpty()) {
            return Argument.MISSING_TEXT;
        }
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = mix(hash ^ text.charAt(i));
        }
        return hash == Argument.MISSING_TEXT ? 1 : hash;
    }

    /** A bijection of 64 bits that spreads every bit (Stafford, "Better Bit Mixing", 2011, variant 13). */
    static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30) ^ 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
