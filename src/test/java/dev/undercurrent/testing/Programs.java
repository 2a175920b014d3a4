package dev.undercurrent.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of this machine. */
public final class Programs {
    private Programs() {}

    /**
     * The one of a name on the path; the test is skipped without.
     *
     * @param debianPackage that brings it
     */
    public static Path installed(String name, String debianPackage) {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(
                found.isPresent(),
                name + " is not installed (expected: on the path); apt-get install --no-install-recommends "
                        + debianPackage);
        return found.orElseThrow();
    }
}
