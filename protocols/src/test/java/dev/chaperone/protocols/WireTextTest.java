// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class WireTextTest {
    @Test
    void replacesWhatMustNotReachAPageOrALog() {
        assertThat(WireText.clean("claude\n\u001B[31m\u202Ex\uD83D"))
                .isEqualTo("claude\uFFFD\uFFFD[31m\uFFFDx\uFFFD");
        assertThat(WireText.clean("größe 🙂")).isEqualTo("größe 🙂");
    }

    @Test
    void cutsLongTextsButNoCharacterInTwo() {
        assertThat(WireText.clean("x".repeat(500))).hasSize(200);
        assertThat(WireText.clean("x".repeat(199) + "🙂")).hasSize(199);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'# Environment\n - Primary working directory: /home/dev/shop\n - Is a git repository'|shop",
                "'text: Working directory: /home/dev/shop/\nmore'|shop",
                "'<env>\r\n  Working directory: C:\\code\\shop\r\n'|shop",
                "'Working directory: nowhere\nWorking directory: /a/b'|b",
                "'* Current working directory: /srv/a b'|a b"
            })
    void findsTheWorkingDirectory(String text, String expected) {
        assertThat(find(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OPENAI_RESPONSES|'<environment_context>\n  <cwd>/home/dev/shop</cwd>\n  <shell>bash'|shop",
                "OPENAI_RESPONSES|'<cwd>nowhere</cwd>'|",
                "GEMINI|'- **Workspace Directories:**\n  - /home/dev/shop\n- **Directory Structure:**'|shop",
                "GEMINI|'- **Workspace Directories:**'|",
                "AS_IT_STANDS|'Working directory: /a/b'|"
            })
    void findsItInTheWordsOfTheFormat(WireFormat format, String text, @Nullable String expected) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(WorkingDirectory.find(format, bytes, 0, bytes.length)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'Working directory: /'",
                "'Working directory: /home/anna'",
                "'Working directory: C:\\Users\\Anna Ek'",
                "'Working directory:'",
                "'we spoke about the working directory: /home/x'",
                "'orking directory: /a/b'",
                "'Working directory /a/b'",
                "''"
            })
    void findsNoneWhereNoneIsTold(String text) {
        assertThat(find(text)).isNull();
    }

    private static @Nullable String find(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return WorkingDirectory.find(WireFormat.ANTHROPIC_MESSAGES, bytes, 0, bytes.length);
    }
}
