// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What detectors get to read of an answer, and what of it can be masked.
class AnswerTextTest {
    @Test
    void joinsWhatTheEventsOfAStreamCutApart() {
        AnswerText text =
                stream(
                        """
                        event: content_block_delta
                        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"AKIA\\u0049"}}

                        : keep alive

                        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"OSFODNN"}}
                        data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{}"}}
                        data: [DONE]

                        """);

        assertThat(read(text))
                .contains("AKIAIOSFODNN")
                .anySatisfy(lines ->
                        assertThat(lines)
                                .contains(
                                        "content_block_delta\n", "text: AKIAI\n", "keep alive\n"));
        assertThat(unread(text)).isEmpty();
    }

    @Test
    void keepsTextsApartThatComeSideBySide() {
        AnswerText text =
                stream(
                        """
                        data: {"choices":[{"index":0,"delta":{"content":"one "}}]}
                        data: {"choices":[{"index":1,"delta":{"content":"AK"}}]}
                        data: {"choices":[{"index":0,"delta":{"content":"two"}}]}
                        data: {"choices":[{"index":1,"delta":{"content":"IA"}}]}
                        """);

        assertThat(read(text)).contains("one two", "AKIA");
    }

    @Test
    void tellsWhereAllTextStandsSoThatTheFormOutlivesMasking() {
        String body =
                "data: {\"a\":\"x\\\"y\",\"n\":1,\"\":[\"\\ud83d\\ude00\"]}\r\nevent: z\r\ndata: {no\n";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        AnswerText text = AnswerText.read(bytes, bytes.length, true);

        text.places((from, to) -> Arrays.fill(bytes, from, to, (byte) '*'));

        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo(
                        "data: {\"*\":\"****\",\"*\":1,\"\":[\"************\"]}\r\nevent: *\r\ndata: ***\n");
        assertThat(unread(text)).hasSize(1);
    }

    @Test
    void readsAnAnswerInOnePiece() {
        String body = "{\"content\":[{\"text\":\"one\"},{\"text\":\"two\"}]}";
        byte[] longer = (body + "rest").getBytes(StandardCharsets.UTF_8);
        AnswerText text = AnswerText.read(longer, body.length(), false);

        assertThat(read(text)).contains("onetwo", "content: text: one\ntext: two\n");
    }

    @Test
    void saysWhatItCouldNotRead() {
        byte[] page = "<html>AKIA</html>".getBytes(StandardCharsets.UTF_8);

        assertThat(unread(AnswerText.read(page, page.length, false))).containsExactly("0-17");
    }

    @Test
    void isNotMadeToUseUpMemoryByNames() {
        StringBuilder body = new StringBuilder("{\"a\":\"\"");
        for (int i = 0; i < 100_000; i++) {
            body.append(",\"n").append(i).append("\":\"x\"");
        }
        byte[] bytes = body.append('}').toString().getBytes(StandardCharsets.UTF_8);

        AnswerText text = AnswerText.read(bytes, bytes.length, false);

        assertThat(text.texts()).hasSizeLessThan(300);
        assertThat(read(text)).anyMatch(run -> run.startsWith("xxxxxxxxxx"));
    }

    private static AnswerText stream(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return AnswerText.read(bytes, bytes.length, true);
    }

    private static List<String> read(AnswerText text) {
        return text.texts().stream().map(DecodedText::asString).toList();
    }

    private static List<String> unread(AnswerText text) {
        List<String> unread = new ArrayList<>();
        text.unread((from, to) -> unread.add(from + "-" + to));
        return unread;
    }
}
