package dev.undercurrent.benchmark;

import java.io.IOException;

/**
 * The meters of a measured process at one moment. Immutable.
 *
 * @param nanos when, by the process's own clock
 * @param records of the topic that counts, taken in so far
 * @param cpuNanos of the whole process
 * @param allocated bytes, by the stream threads
 * @param residentKib resident memory, 0 where the system does not say
 * @param streamNanos CPU time of the stream threads
 * @param received bytes that consumers fetched, as they lay on the broker
 * @param sent bytes that producers sent
 */
record Tick(
        long nanos,
        long records,
        long cpuNanos,
        long allocated,
        long residentKib,
        long streamNanos,
        long received,
        long sent) {
    private static final String WORD = "tick";

    static Tick of(String[] words) {
        return new Tick(
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                Long.parseLong(words[6]),
                Long.parseLong(words[7]),
                Long.parseLong(words[8]));
    }

    /** The next that a process says. */
    static Tick next(Child child) throws IOException {
        return of(child.await(WORD));
    }

    /** The latest that a process has said, after those not read yet. */
    static Tick latest(Child child) throws IOException {
        Tick tick = next(child);
        while (child.hasSaid()) {
            tick = next(child);
        }
        return tick;
    }

    String line() {
        return String.join(
                " ",
                WORD,
                Long.toString(nanos),
                Long.toString(records),
                Long.toString(cpuNanos),
                Long.toString(allocated),
                Long.toString(residentKib),
                Long.toString(streamNanos),
                Long.toString(received),
                Long.toString(sent));
    }
}
