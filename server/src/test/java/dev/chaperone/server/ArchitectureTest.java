// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.Test;

/// What the compiler can not see of the laws in docs/architecture.md.
final class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.chaperone");

    @Test
    void gatewayAndWorkspaceDoNotKnowEachOther() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.chaperone.gateway..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "dev.chaperone.workspace..", "java.sql..", "javax.sql..")
                        .because("a prompt never waits for the database"));
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.chaperone.workspace..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("dev.chaperone.gateway..", "dev.chaperone.server..")
                        .because("they meet in policy snapshots and in the ledger only"));
    }

    @Test
    void decisionsAndDetectionKnowNeitherClockNorFilesNorNetwork() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage("dev.chaperone.policy..", "dev.chaperone.detection..")
                        .and()
                        // Only the build runs it.
                        .doNotHaveSimpleName("DetectorsBuild")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "java.nio.file..",
                                "java.nio.channels..",
                                "java.net..",
                                "java.sql..")
                        .orShould()
                        .callMethod(java.time.Instant.class, "now")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .because("the same prompt must always get the same answer"));
    }

    @Test
    void theWebFrameworkStaysInTheServer() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.chaperone.server..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "org.springframework.web..",
                                "org.springframework.boot..",
                                "org.springframework.security..",
                                "org.springframework.context..",
                                "jakarta.servlet..")
                        .because("domain code is plain Java with constructor arguments"));
    }

    @Test
    void theRecordIsFilesOnly() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(
                                "dev.chaperone.ledger..",
                                "dev.chaperone.captures..",
                                "dev.chaperone.tlog..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.net..", "java.sql..", "io.vertx..", "io.netty..")
                        .because("the record must not depend on anything that can be away"));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
