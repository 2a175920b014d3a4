package dev.undercurrent.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Time of this machine's cores that its host gave to others, since the machine was started: what a figure that was
 * measured meanwhile does not owe to the code. Immutable.
 *
 * @param stolen ticks in which a core had something to run and was not run
 * @param all ticks of all cores
 */
record Stolen(long stolen, long all) {
    private static final Path STATISTICS = Path.of("/proc/stat");
    private static final int STEAL = 8;

    /** Up to now; nothing where the system does not say. */
    static Stolen now() throws IOException {
        if (!Files.isReadable(STATISTICS)) {
            return new Stolen(0, 0);
        }
        String[] words = Files.readAllLines(STATISTICS).get(0).split(" +");
        long all = 0;
        for (int word = 1; word <= STEAL; word++) { // what follows is contained in these
            all += Long.parseLong(words[word]);
        }
        return new Stolen(Long.parseLong(words[STEAL]), all);
    }

    /** The share of the time since an earlier moment, 0..1; NaN where the system does not say. */
    double since(Stolen before) {
        return (double) (stolen - before.stolen) / (all - before.all);
    }
}
