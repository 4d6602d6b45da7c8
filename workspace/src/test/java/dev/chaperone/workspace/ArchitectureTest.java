// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/// What the compiler can not see.
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.chaperone.workspace");

    @Test
    void keepsStoresToTheirDomain() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Store")
                .should()
                .bePackagePrivate()
                .because("a domain reaches another through its plural noun only")
                .check(CLASSES);
    }

    @Test
    void keepsSqlInStoresAndSharedClasses() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.chaperone.workspace")
                .and()
                .haveSimpleNameNotEndingWith("Store")
                .should()
                .callMethod(Database.class, "jdbc")
                .because("each table has one class that owns it")
                .check(CLASSES);
    }

    @Test
    void hasNoCircleOfDomains() {
        slices().matching("dev.chaperone.workspace.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void keepsTheWebFrameworkOut() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.web..",
                        "org.springframework.boot..",
                        "org.springframework.context..",
                        "org.springframework.stereotype..")
                .because("domain code has plain constructors; the framework stays in server")
                .check(CLASSES);
    }
}
