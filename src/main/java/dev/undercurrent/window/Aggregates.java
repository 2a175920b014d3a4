package dev.undercurrent.window;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Computes the aggregates of one group from a key's entries. Not thread-safe. */
final class Aggregates {
    private final WindowGroup group;
    private final Aggregate[][] ofLength;
    private final Accumulator[] accumulators;

    Aggregates(WindowGroup group) {
        this.group = group;
        List<Aggregate> all = group.aggregates();
        this.ofLength = new Aggregate[Math.max(1, group.lengths().length)][];
        for (int length = 0; length < ofLength.length; length++) {
            int wanted = length;
            ofLength[length] = all.stream()
                    .filter(aggregate -> aggregate.length() == wanted)
                    .toArray(Aggregate[]::new);
        }
        this.accumulators = new Accumulator[group.arguments().size()];
        for (int a = 0; a < accumulators.length; a++) {
            int wanted = a;
            Set<AggregateFunction> functions = all.stream()
                    .filter(aggregate -> aggregate.argument() == wanted)
                    .map(Aggregate::function)
                    .collect(Collectors.toSet());
            accumulators[a] = new Accumulator(group.arguments().get(a), functions);
        }
    }

    /**
     * The trailing windows of an event: one scan back over the entries before it, in which each window ends where the
     * next longer one goes on.
     *
     * @param isNewest whether the event is the newest entry; else it may be one, or none
     * @param before how many entries precede the event
     * @param time the event's
     * @param own the event's arguments
     * @param target slots of the feature vector, of which the group's are set
     */
    void trailing(WindowBuffer buffer, boolean isNewest, int before, long time, long[] own, double[] target) {
        Entries events = buffer.events();
        for (int a = 0; a < accumulators.length; a++) {
            accumulators[a].begin(buffer, a, isNewest, time, own[a]);
        }
        int from = before;
        for (int length = 0; length < ofLength.length; length++) {
            long millis = group.lengths()[length];
            int to = Math.min(events.above(time - millis), from);
            addBack(events, to, from);
            from = to;
            for (Aggregate aggregate : ofLength[length]) {
                target[aggregate.slot()] = trailing(aggregate, buffer, before, before - to + 1, time, own, millis);
            }
        }
    }

    private double trailing(
            Aggregate aggregate, WindowBuffer buffer, int before, int count, long time, long[] own, long millis) {
        AggregateFunction function = aggregate.function();
        int argument = aggregate.argument();
        return switch (function) {
            case COUNT -> count;
            case GAP -> gap(buffer.events(), before, time);
            case CONFIRMED -> Math.min(1, (double) verdicts(buffer.verdicts(), time, millis) / count);
            case LAST -> previous(buffer.events(), before, time, argument);
            case DELTA -> Double.longBitsToDouble(own[argument]) - previous(buffer.events(), before, time, argument);
            case RATIO -> accumulators[argument].ratio(Double.longBitsToDouble(own[argument]));
            case RATE -> argument < 0 ? count * 1000.0 / millis : accumulators[argument].value(function);
            case SUM, MEAN, STD, MIN, MAX, DISTINCT -> accumulators[argument].value(function);
        };
    }

    private double gap(Entries events, int before, long time) {
        boolean known = before > 0 && events.time(before - 1) > time - group.longest();
        return known ? (time - events.time(before - 1)) / 1000.0 : Double.NaN;
    }

    /** The last value of an argument before the event, within the longest window. */
    private double previous(Entries events, int before, long time, int argument) {
        for (int i = before - 1; i >= 0 && events.time(i) > time - group.longest(); i--) {
            if (!group.arguments().get(argument).isMissing(events.value(i, argument))) {
                return Double.longBitsToDouble(events.value(i, argument));
            }
        }
        return Double.NaN;
    }

    private static int verdicts(Entries verdicts, long time, long millis) {
        return verdicts.above(time) - verdicts.above(time - millis);
    }

    /**
     * A closed window over the entries from {@code first} up to, not including, {@code end}; there must be one.
     *
     * @param prior time of the key's event before the first, or {@link WindowBuffer#NO_PRIOR}
     * @param millis the window's length
     * @param target slots of the feature vector, of which the group's are set
     */
    void closed(Entries events, int first, int end, long prior, long millis, double[] target) {
        for (Accumulator accumulator : accumulators) {
            accumulator.clear();
        }
        addBack(events, first, end);
        int count = end - first;
        for (Aggregate aggregate : ofLength[0]) {
            AggregateFunction function = aggregate.function();
            int argument = aggregate.argument();
            target[aggregate.slot()] = switch (function) {
                case COUNT -> count;
                case GAP -> prior == WindowBuffer.NO_PRIOR ? Double.NaN : (events.time(first) - prior) / 1000.0;
                case RATIO -> accumulators[argument].ratio(accumulators[argument].newest());
                case RATE -> argument < 0 ? count * 1000.0 / millis : accumulators[argument].value(function);
                case SUM, MEAN, STD, MIN, MAX, DISTINCT, LAST, DELTA -> accumulators[argument].value(function);
                case CONFIRMED -> Double.NaN;
            };
        }
    }

    private void addBack(Entries events, int to, int from) {
        for (int a = 0; a < accumulators.length; a++) {
            accumulators[a].addBack(events, a, to, from);
        }
    }
}
