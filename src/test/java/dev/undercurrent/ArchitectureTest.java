package dev.undercurrent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "dev.undercurrent";

    /** A package imports only packages to its right. */
    private static final List<String> ORDER = List.of(
            "cli",
            "demo",
            "web",
            "backtest",
            "replay",
            "detection",
            "report",
            "baseline",
            "inference",
            "ingest",
            "simulation",
            "broker",
            "run",
            "state",
            "registry",
            "topology",
            "training",
            "publish",
            "threshold",
            "model",
            "score",
            "vae",
            "simd",
            "batch",
            "repartition",
            "commit",
            "window",
            "features",
            "cluster",
            "source",
            "config",
            "metrics",
            "priority");

    private static JavaClasses product;

    @BeforeAll
    static void read() throws URISyntaxException {
        product = new ClassFileImporter()
                .importPath(Path.of(Main.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()));
    }

    @Test
    void aPackageImportsOnlyPackagesToItsRight() {
        for (int place = 1; place < ORDER.size(); place++) {
            noClasses()
                    .that()
                    .resideInAPackage(within(ORDER.get(place)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(leftOf(place))
                    .allowEmptyShould(true)
                    .because("the order is " + String.join(" → ", ORDER))
                    .check(product);
        }
    }

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        assertThat(packages().stream()
                        .map(JavaPackage::getName)
                        .filter(name -> !name.equals(ROOT))
                        .map(name -> name.substring(ROOT.length() + 1)))
                .isNotEmpty()
                .isSubsetOf(ORDER);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(product);
    }

    @Test
    void onlyMainLiesInTheRoot() {
        assertThat(product.stream().filter(one -> one.getPackageName().equals(ROOT)))
                .extracting(JavaClass::getSimpleName)
                .containsExactlyInAnyOrder("Main", "package-info");
    }

    @Test
    void tensorFlowIsSeenOnlyInVae() {
        onlyIn("vae", "org.tensorflow..", "org.bytedeco..");
    }

    @Test
    void vectorRegistersAreSeenOnlyInSimd() {
        onlyIn("simd", "jdk.incubator..");
    }

    @Test
    void picocliIsSeenOnlyInCli() {
        onlyIn("cli", "picocli..");
    }

    @Test
    void brokerClassesAreSeenOnlyInBroker() {
        onlyIn(
                "broker",
                "kafka..",
                "org.apache.kafka.server..",
                "org.apache.kafka.metadata..",
                "org.apache.kafka.storage..",
                "org.apache.kafka.raft..");
    }

    @Test
    void noKafkaClassIsSeenInConfigVaeModelAndMetrics() {
        noClasses()
                .that()
                .resideInAnyPackage(within("config"), within("vae"), within("model"), within("metrics"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(product);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(packages())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.isAnnotatedWith(NullMarked.class))
                        .as(one.getName())
                        .isTrue());
    }

    private static void onlyIn(String place, String... foreign) {
        noClasses()
                .that()
                .resideOutsideOfPackage(within(place))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(foreign)
                .check(product);
    }

    private static Set<JavaPackage> packages() {
        return product.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
    }

    private static String within(String name) {
        return ROOT + "." + name + "..";
    }

    private static String[] leftOf(int place) {
        return ORDER.subList(0, place).stream().map(ArchitectureTest::within).toArray(String[]::new);
    }
}
