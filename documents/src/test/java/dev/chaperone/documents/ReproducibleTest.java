// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The digest of a published document is signed: its bytes must be the same wherever and whenever
/// they are made.
final class ReproducibleTest {
    @Test
    void writesTheSameBytesEachTime() {
        assertThat(Digests.all()).isEqualTo(Digests.all());
    }

    @Test
    void writesTheSameBytesElsewhere() throws Exception {
        String here = Digests.all();
        String japan =
                elsewhere("-Duser.timezone=Asia/Tokyo", "-Duser.language=ja", "-Duser.country=JP");
        // Other collectors and other hashes of objects, which must not decide on any order.
        String turkey =
                elsewhere(
                        "-Duser.timezone=America/St_Johns",
                        "-Duser.language=tr",
                        "-Duser.country=TR",
                        "-Dfile.encoding=ISO-8859-1",
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:hashCode=4",
                        "-XX:+UseParallelGC");
        assertThat(japan).isEqualTo(here);
        assertThat(turkey).isEqualTo(here);
    }

    private static String elsewhere(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Digests.class.getName());
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var out = process.getInputStream()) {
            String told = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
            return told;
        } finally {
            process.destroyForcibly();
        }
    }
}
