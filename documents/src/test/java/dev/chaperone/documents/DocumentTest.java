// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chaperone.documents.Inline.Link;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

final class DocumentTest {
    @Test
    void hasNoIdTwice() {
        Block clause = new Block.Clause("first", Text.of("text"), List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Samples.with(clause))
                .withMessage("The id 'first' is used twice");
    }

    @Test
    void hasNoLinkThatLeadsNowhere() {
        Block paragraph = new Block.Paragraph(Text.of(new Link(Text.of("text"), "#nowhere")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Samples.with(paragraph))
                .withMessage("A link to #nowhere, which is not there");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"javascript:alert(1)", "https:///x", "/x", "https://a b/", "#a b", "", "#"})
    void hasNoLinkToAnythingElse(String target) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Link(Text.of("text"), target))
                .withMessage("Not a target of a link: '" + target + "'");
    }

    @Test
    void hasNoLinkWithinALink() {
        Link inner = new Link(Text.of("text"), "https://example.com/");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Link(Text.of(inner), "https://example.org/"));
    }

    @Test
    void hasOnlyFullRows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Block.Table(
                                List.of(Text.of("a"), Text.of("b")),
                                List.of(List.of(Text.of("c")))))
                .withMessage("A row of 1 cells in a table of 2");
    }

    @Test
    void hasALanguage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Document("t", "en\" x", Samples.DATE, List.of(), List.of()))
                .withMessage("Not a language tag: 'en\" x'");
    }

    @Test
    void showsWhatWouldBeHidden() {
        assertThat(Visible.line("a\u202Eb\u2066c\u0000d\uD800e\uFEFFf\uDB40\uDC41g"))
                .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg");
        assertThat(Visible.line(" a \t\r\n\u2028 b\u00A0c ")).isEqualTo(" a b\u00A0c ");
        assertThat(Visible.lines("a\r\n  b\tc\u0007\n\n")).isEqualTo("a\n  b c\uFFFD");
    }
}
