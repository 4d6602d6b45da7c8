// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.vocabulary.Digest;

import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

final class PdfWriterTest {
    @Test
    void holdsEveryWordInItsOrder() throws IOException {
        Document document = Samples.policy();
        String written = squeezed(bodyOf(PdfText.of(document), document));
        assertThat(written).isEqualTo(squeezed(expected(document)));
    }

    @Test
    void tellsWhatItIs() throws IOException {
        try (PDDocument pdf = Loader.loadPDF(PdfWriter.write(Samples.policy()))) {
            var information = pdf.getDocumentInformation();
            assertThat(information.getTitle()).isEqualTo("Acceptable use of AI coding assistants");
            assertThat(information.getCreationDate().toInstant()).isEqualTo(Samples.DATE);
            assertThat(information.getModificationDate().toInstant()).isEqualTo(Samples.DATE);
            var catalog = pdf.getDocumentCatalog();
            assertThat(catalog.getLanguage()).isEqualTo("en");
            assertThat(catalog.getMarkInfo().isMarked()).isTrue();
            assertThat(catalog.getStructureTreeRoot().getKids()).isNotEmpty();
        }
    }

    @Test
    void hasAnOutlineOfItsSections() throws IOException {
        try (PDDocument pdf = Loader.loadPDF(PdfWriter.write(Samples.policy()))) {
            List<String> titles = new ArrayList<>();
            for (PDOutlineItem item : pdf.getDocumentCatalog().getDocumentOutline().children()) {
                titles.add(item.getTitle());
            }
            assertThat(titles)
                    .containsExactlyElementsOf(
                            Samples.policy().sections().stream().map(Section::title).toList());
        }
    }

    @Test
    void showsTheDigestOfTheHtmlOnEveryPage() throws IOException {
        Document document = Samples.policy();
        String text = PdfText.of(document);
        String digest = Digest.of(HtmlWriter.write(document)).toString();
        assertThat(text.split(digest, -1)).hasSize(4);
        assertThat(text).contains("1 / 3", "2 / 3", "3 / 3");
    }

    @Test
    void carriesPartsOfEveryFontItUses() throws IOException {
        try (PDDocument pdf = Loader.loadPDF(PdfWriter.write(Samples.policy()))) {
            for (PDPage page : pdf.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    PDFont font = page.getResources().getFont(name);
                    assertThat(font.isEmbedded()).isTrue();
                    assertThat(font.getName()).matches("[A-Z]{6}\\+.*");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "</p><script>alert(1)</script>",
                "\u0000\u0007\uD800 ]]> &amp; \" '",
                "漢字かな交じり文",
                "\uD83D\uDE00\uD83D\uDC69\u200D\uD83D\uDCBB",
                "שלום עולם",
                "مرحبا بالعالم 123",
                "e\u0301\u0302\u0303\u0304\u0305\u0306",
                "a\u00ADb\u200Bc\u200Dd\u2060e\uFE0F",
                "url(https://example.com/x) @import expression(1)",
                "\uE000\uFFFC\uFFFD"
            })
    void isWrittenWhateverTheText(String text) throws IOException {
        assertThat(PdfText.of(Samples.everywhere(text))).contains("C-1", "second");
    }

    @Test
    void showsABoxWhereNoFontHasAGlyph() throws IOException {
        assertThat(PdfText.of(Samples.everywhere("a漢b"))).contains("a□b").doesNotContain("漢");
    }

    @Test
    void keepsTheWordsOfOtherScripts() throws IOException {
        assertThat(PdfText.of(Samples.everywhere("Ωμέγα Жизнь ≤ ✓ → Łódź")))
                .contains("Ωμέγα Жизнь ≤ ✓ → Łódź");
    }

    @Test
    void breaksWordsThatAreLongerThanTheLine() throws IOException {
        String word = "0123456789".repeat(100);
        try (PDDocument pdf = Loader.loadPDF(PdfWriter.write(Samples.everywhere(word)))) {
            assertThat(Ink.reachesTheMargin(pdf)).isFalse();
        }
        assertThat(squeezed(PdfText.of(Samples.everywhere(word)))).contains(word);
    }

    @Test
    void repeatsTheHeadOfATableThatIsLongerThanAPage() throws IOException {
        List<List<Text>> rows =
                IntStream.range(0, 300)
                        .mapToObj(i -> List.of(Text.of("row-" + i), Text.of("value")))
                        .toList();
        Document document =
                Samples.with(new Block.Table(List.of(Text.of("Name"), Text.of("Column")), rows));
        String text = PdfText.of(document);
        assertThat(text).contains("row-0 ", "row-299 ");
        assertThat(text.split("Name Column", -1)).hasSizeGreaterThan(5);
    }

    @Test
    void fitsATableOfManyColumns() throws IOException {
        List<Text> cells = Collections.nCopies(20, Text.of("averylongword"));
        Document document = Samples.with(new Block.Table(cells, List.of(cells)));
        try (PDDocument pdf = Loader.loadPDF(PdfWriter.write(document))) {
            assertThat(Ink.reachesTheMargin(pdf)).isFalse();
        }
    }

    private static String bodyOf(String text, Document document) {
        String digest = Digest.of(HtmlWriter.write(document)).toString();
        return text.replaceAll(
                java.util.regex.Pattern.quote(document.title())
                        + "\\s+"
                        + digest
                        + "\\s+\\d / \\d\\s+",
                "");
    }

    private static String expected(Document document) {
        return Words.of(document);
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }
}
