// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

class GrowingTextsTest {
    private static final String STREAM =
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","model":"m"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"gh"}}

            event: ping
            data: {"type": "ping"}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"partial_json":"{\\"k\\":"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"p_\\u00e9"}}

            """;

    @Test
    void joinsWhatBelongsTogetherHoweverTheStreamIsCut() {
        byte[] bytes = STREAM.getBytes(UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            GrowingTexts texts = new GrowingTexts();
            texts.saw(bytes, 0, cut);
            texts.saw(bytes, cut, bytes.length);

            assertThat(all(texts)).containsExactly("msg_1\n", "ghp_é", "{\"k\":");
        }
    }

    @Test
    void saysHowMuchIsNewAndWhenATextMayBeAtItsEnd() {
        GrowingTexts texts = new GrowingTexts();
        saw(texts, "data: {\"delta\":{\"text\":\"abcde\"}}\n\n");

        assertThat(texts.unread()).isEqualTo(5);
        assertThat(texts.isSettled()).isFalse();

        saw(texts, "event: ping\ndata: {\"type\": \"ping\"}\n\n");
        assertThat(texts.isSettled()).isFalse();

        saw(texts, "data: {\"type\":\"content_block_stop\",\"index\":0}\n\n");
        assertThat(texts.isSettled()).isTrue();
        assertThat(all(texts)).containsExactly("abcde");
        assertThat(texts.unread()).isZero();
    }

    @Test
    void keepsOnlyWhatIsWanted() {
        GrowingTexts texts = new GrowingTexts();
        saw(texts, "data: {\"text\":\"abcde\"}\n\n");
        texts.look(text -> text.keepFrom(3));
        saw(texts, "data: {\"text\":\"fgh\"}\n\n");

        texts.look(text -> {
            assertThat(string(text)).isEqualTo("defgh");
            assertThat(text.dropped()).isEqualTo(3);
        });
    }

    @Test
    void showsWhatIsNoJsonAsItStands() {
        GrowingTexts texts = new GrowingTexts();
        saw(texts, "data: {\"text\":\"cut");
        saw(texts, " off\n: a comment of\n\n");

        assertThat(all(texts)).containsExactly("a comment of{\"text\":\"cut off");
    }

    @Test
    void saysWhenALineIsTooLongToBeRead() {
        GrowingTexts texts = new GrowingTexts();
        byte[] piece = "x".repeat(1024 * 1024).getBytes(UTF_8);
        for (int i = 0; i < 5; i++) {
            texts.saw(piece, 0, piece.length);
        }

        assertThat(texts.isWhole()).isFalse();
    }

    @Test
    @Timeout(20)
    void takesNoLongerForAnEventBecauseItComesInManyLines() {
        GrowingTexts texts = new GrowingTexts();
        saw(texts, "data:\"abcdefg\",\n".repeat(250_000));
        saw(texts, "\n");

        assertThat(texts.isWhole()).isTrue();
        assertThat(all(texts).getFirst()).startsWith("\"abcdefg\",\n\"abcdefg\"");
    }

    @Test
    @Timeout(20)
    void takesNoLongerForAnEventBecauseItNumbersItselfWithoutEnd() {
        GrowingTexts texts = new GrowingTexts();
        saw(texts, "data: {" + "\"index\":1,".repeat(300_000) + "\"text\":\"abc\"}\n\n");

        assertThat(all(texts)).containsExactly("abc");
    }

    @Test
    void showsNamesAndIdsEachForItselfAndOnlyOnce() {
        GrowingTexts texts = new GrowingTexts();
        String event =
                """
                data: {"id":"chatcmpl-1","obfuscation":"x9","choices":[{"delta":{"content":"%s"}}]}

                """;
        saw(texts, event.formatted("a"));
        saw(texts, event.formatted("b"));
        saw(texts, "data: {\"args\":{\"ghp_1\":{\"name\":\"ghp_2\"}}}\n\n");

        assertThat(all(texts)).containsExactly("chatcmpl-1\nx9\nghp_1\nghp_2\n", "ab");
    }

    @Test
    void joinsTheLinesOfAnEvent() {
        for (String end : List.of("\n", "\r\n", "\r")) {
            GrowingTexts texts = new GrowingTexts();
            for (char c :
                    "data: {\"text\":#data: \"ab\\u0063\"}##".replace("#", end).toCharArray()) {
                saw(texts, String.valueOf(c));
            }

            assertThat(all(texts)).containsExactly("abc");
        }
    }

    @Test
    void saysWhetherEverythingWasLookedAt() {
        GrowingTexts texts = new GrowingTexts();
        saw(texts, "data: {\"text\":\"a\"}\n\n");
        assertThat(texts.isRead()).isFalse();

        all(texts);
        assertThat(texts.isRead()).isTrue();

        saw(texts, "data: {\"text\":");
        assertThat(texts.isRead()).isFalse();
        texts.end();
        all(texts);
        assertThat(texts.isRead()).isTrue();
    }

    private static void saw(GrowingTexts texts, String bytes) {
        texts.saw(bytes.getBytes(UTF_8), 0, bytes.getBytes(UTF_8).length);
    }

    private static List<String> all(GrowingTexts texts) {
        List<String> all = new ArrayList<>();
        texts.look(text -> all.add(string(text)));
        return all;
    }

    private static String string(GrowingTexts.Growing text) {
        return new String(text.bytes(), 0, text.length(), UTF_8);
    }
}
