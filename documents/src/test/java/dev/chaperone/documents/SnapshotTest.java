// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// One document in each format, as it was looked at and found good. A change of these files changes
/// the digest of every document.
final class SnapshotTest {
    @Test
    void writesHtml() throws IOException {
        assertThat(HtmlWriter.write(Samples.policy())).isEqualTo(kept("policy.html"));
    }

    @Test
    void writesMarkdown() throws IOException {
        assertThat(MarkdownWriter.write(Samples.policy())).isEqualTo(kept("policy.md"));
    }

    @Test
    void writesText() throws IOException {
        assertThat(TextWriter.write(Samples.policy())).isEqualTo(kept("policy.txt"));
    }

    @Test
    void writesPdf() throws IOException {
        assertThat(PdfText.of(Samples.policy())).isEqualTo(kept("policy.pdf.txt"));
    }

    private static String kept(String name) throws IOException {
        try (InputStream in = SnapshotTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
