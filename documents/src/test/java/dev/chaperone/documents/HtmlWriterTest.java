// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

final class HtmlWriterTest {
    private final String page = HtmlWriter.write(Samples.policy());

    @Test
    void standsAlone() {
        assertThat(page)
                .doesNotContain(
                        "<script", "<link", "<img", "src=", "@import", "url(", "@font-face");
    }

    @Test
    void letsTheBrowserFetchAndRunNothing() {
        assertThat(page)
                .containsPattern(
                        "Content-Security-Policy\" content=\"default-src 'none';"
                                + " style-src 'sha256-[A-Za-z0-9+/]{43}='\"");
    }

    @Test
    void namesLanguageAndHeadings() {
        assertThat(page)
                .contains("<html lang=\"en\">", "<h1>", "<h2>", "<h3>")
                .contains("<th scope=\"col\">Tool</th>", "<th scope=\"row\">Cursor</th>");
    }

    @Test
    void isReadFromTheRightWhereTheLanguageIs() {
        Document hebrew = new Document("מדיניות", "he", Samples.DATE, List.of(), List.of());
        assertThat(HtmlWriter.write(hebrew)).contains("<html lang=\"he\" dir=\"rtl\">");
    }

    @Test
    void saysOfEachClauseWhatStandsBehindIt() {
        assertThat(page)
                .contains("<li class=\"technical\">enforced by rule <code>no-secrets</code></li>")
                .contains("<li class=\"behavioural\">behavioural, not technically enforced</li>");
    }
}
