package dev.undercurrent.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores of one topology in the folder of one instance: copies of what its changelogs hold. A reset does not reach
 * the folders of other machines, whose stores would be taken for copies of the new changelogs. So a mark beside the
 * stores says after which reset they were made; without one, before any. Immutable.
 *
 * @param instance the folder of an instance
 * @param topology a topology's name
 */
public record LocalState(Path instance, String topology) {
    private static final Logger LOG = LoggerFactory.getLogger(LocalState.class);

    /**
     * Those of all instances on this machine.
     *
     * @param states the folder of the instances' folders; it need not be there
     */
    static List<LocalState> below(Path states, String topology) {
        if (!Files.isDirectory(states)) {
            return List.of();
        }
        try (Stream<Path> instances = Files.list(states)) {
            return instances
                    .sorted()
                    .map(instance -> new LocalState(instance, topology))
                    .filter(local -> Files.isDirectory(local.stores()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the stores. */
    public Path stores() {
        return instance.resolve(topology);
    }

    /**
     * Deletes stores that were made before a reset, and marks what will be there. Nothing may use them.
     *
     * @param resetAt when the topology was last reset, ms since the epoch
     */
    void requireMadeAfter(long resetAt) {
        try {
            Path mark = mark();
            String made = Files.exists(mark) ? Files.readString(mark) : String.valueOf(KeptState.NEVER);
            if (made.equals(String.valueOf(resetAt))) {
                return;
            }
            if (Files.isDirectory(stores())) {
                LOG.atInfo().addKeyValue("folder", stores()).log("stores of before the reset deleted");
            }
            delete();
            Files.createDirectories(instance);
            Files.writeString(mark, String.valueOf(resetAt));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the stores and their mark, if they are there. */
    public void delete() {
        try {
            Files.deleteIfExists(mark());
            if (Files.isDirectory(stores())) {
                try (Stream<Path> files = Files.walk(stores())) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path mark() {
        return instance.resolve(topology + ".reset");
    }
}
