package io.wawp.dispatcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Holds the arrows between the packages of the worker. */
class ArrowsTest {
    private static final String ROOT = "io.wawp.dispatcher.";
    private static final JavaClasses WORKER =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.wawp.dispatcher");

    @Test
    void packagesHaveNoCircles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(WORKER);
    }

    @Test
    void modelKnowsTheContractAndNothingElse() {
        classes()
                .that()
                .resideInAPackage(ROOT + "model")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "model", "io.wawp.common..", "java..", "org.jspecify.annotations")
                .check(WORKER);
    }

    /** A mistake of the worker must not be the auditor's own. */
    @Test
    void theAuditorSharesNothingWithTheWorker() {
        classes()
                .that()
                .resideInAPackage(ROOT + "audit")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "audit",
                        "io.wawp.common..",
                        "org.apache.kafka..",
                        "java..",
                        "org.jspecify.annotations")
                .check(WORKER);
    }

    @Test
    void laneKnowsNothingOfMessagesKafkaOrClocks() {
        classes()
                .that()
                .resideInAPackage(ROOT + "lane")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "lane", "java.lang..", "java.util..", "org.jspecify.annotations")
                .check(WORKER);
    }

    @Test
    void everyPackageDependsOnlyOnThoseItMay() {
        mayKnow("dispatch", "lane", "pacing", "instance");
        mayKnow("pacing");
        mayKnow("instance");
        mayKnow("delivery");
        mayKnow("wawp");
        mayKnow("kafka");
        mayKnow("records");
        mayKnow("intake", "records", "kafka");
        mayKnow("journal", "records", "kafka");
        mayKnow("config");
        mayKnow("observe");
        mayKnow("cli", "app", "audit", "config", "records", "kafka", "journal");
    }

    @Test
    void eachLibraryIsKnownWhereItIsUsedAlone() {
        onlyIn(
                "org.apache.kafka..",
                "intake",
                "journal",
                "kafka",
                "records",
                "audit",
                "config",
                "cli",
                "app",
                "observe");
        onlyIn("org.apache.hc..", "wawp");
        onlyIn("com.fasterxml.jackson..", "wawp", "journal", "instance", "cli");
        onlyIn("io.smallrye..", "config");
        onlyIn("org.eclipse.microprofile..", "config");
        onlyIn("picocli..", "cli");
        onlyIn("io.micrometer..", "observe", "app", "intake");
        onlyIn("com.sun.net.httpserver..", "observe");
    }

    @Test
    void onlyTheWiringKnowsTheRealClocks() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "app")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .check(WORKER);
    }

    /** Or {@code ./wawp test --containers} would leave them on the embedded one. */
    @Test
    void testsTakeTheirBrokerFromOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "testing")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.wawp.sandbox.kafka")
                .because("testing.TestBroker decides which broker it is")
                .check(
                        new ClassFileImporter()
                                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                                .importPackages("io.wawp.dispatcher"));
    }

    private static void mayKnow(String from, String... to) {
        String[] allowed = new String[to.length + 2];
        allowed[0] = ROOT + from;
        allowed[1] = ROOT + "model";
        for (int i = 0; i < to.length; i++) {
            allowed[i + 2] = ROOT + to[i];
        }
        DescribedPredicate<JavaClass> another =
                JavaClass.Predicates.resideInAPackage("io.wawp.dispatcher..")
                        .and(
                                DescribedPredicate.not(
                                        JavaClass.Predicates.resideInAnyPackage(allowed)));
        noClasses()
                .that()
                .resideInAPackage(ROOT + from)
                .should()
                .dependOnClassesThat(another)
                .check(WORKER);
    }

    private static void onlyIn(String library, String... packages) {
        String[] allowed = new String[packages.length];
        for (int i = 0; i < packages.length; i++) {
            allowed[i] = ROOT + packages[i];
        }
        noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(WORKER);
    }
}
