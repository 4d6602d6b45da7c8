// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A server that writes no PDF pays for none.
final class LazyTest {
    @Test
    void loadsTheRendererWithTheFirstPdf() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xlog:class+load",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Without.class.getName())
                        .redirectErrorStream(true)
                        .start();
        try (var out = process.getInputStream()) {
            assertThat(new String(out.readAllBytes(), StandardCharsets.UTF_8))
                    .contains(HtmlWriter.class.getName(), "org.commonmark")
                    .doesNotContain("org.apache.pdfbox", "com.openhtmltopdf", "org.apache.fontbox");
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).isZero();
    }

    static final class Without {
        private Without() {}

        public static void main(String[] arguments) {
            Document document = Samples.with(MarkdownReader.read("# Title").toArray(Block[]::new));
            HtmlWriter.write(document);
            MarkdownWriter.write(document);
            TextWriter.write(document);
        }
    }
}
