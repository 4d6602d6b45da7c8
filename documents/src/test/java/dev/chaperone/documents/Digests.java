// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import dev.chaperone.vocabulary.Digest;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Tells the digests of every format, for comparison between machines.
final class Digests {
    private Digests() {}

    public static void main(String[] arguments) {
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print(all());
    }

    static String all() {
        StringBuilder all = new StringBuilder();
        for (Document document :
                new Document[] {
                    Samples.policy(), Samples.everywhere("Ωmega Ж ✓ שלום مرحبا 漢字 \uD83D\uDE00")
                }) {
            all.append("html ").append(Digest.of(HtmlWriter.write(document)));
            all.append(" markdown ").append(Digest.of(MarkdownWriter.write(document)));
            all.append(" text ").append(Digest.of(TextWriter.write(document)));
            all.append(" pdf ").append(Digest.of(PdfWriter.write(document))).append(' ');
        }
        return all.toString().strip();
    }
}
