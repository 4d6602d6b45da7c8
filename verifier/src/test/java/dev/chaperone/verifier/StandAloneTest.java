// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Independence is what makes the verifier worth something: it runs with its own classes and the
/// JDK, nothing else.
class StandAloneTest {
    private static Path ownClasses() {
        return Path.of(
                Verifier.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    @Test
    void usesNothingButTheJdk() {
        classes()
                .that()
                .resideInAPackage("dev.chaperone.verifier..")
                .should()
                .onlyDependOnClassesThat()
                // Of jspecify only marks for the compiler, which a running program does not load.
                .resideInAnyPackage(
                        "dev.chaperone.verifier",
                        "java..",
                        "javax.net.ssl",
                        "org.jspecify.annotations")
                .because("whoever checks a ledger must not have to trust the code that wrote it")
                .check(new ClassFileImporter().importPath(ownClasses()));
    }

    @Test
    void runsWithNothingElseOnTheClassPath(@TempDir Path folder)
            throws IOException, InterruptedException {
        SampleLog.written(folder, 300);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> words = new ArrayList<>(List.of(java.toString(), "-XX:+UseSerialGC", "-cp"));
        words.addAll(List.of(ownClasses().toString(), Verifier.class.getName()));
        words.addAll(List.of("ledger", folder.toString()));
        Path out = folder.resolve("out");
        Process process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(out).content().contains("Result: fine");
        assertThat(process.exitValue()).isZero();
    }
}
