// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/// The lexer must take and refuse what a well-known parser takes and refuses.
class JsonLexerTest {
    private static final long SEED = 20261124;
    private static final String SAMPLE =
            """
            {"model":"m","n":[0,-1.5e+3,12E-7,true,false,null,{},[]],"é":"wörld 🙂 \\ud83d\\ude42",
             "messages":[{"role":"user","content":[{"type":"text","text":"a\\"b\\\\c\\/\\b\\f\\n\\r\\t"}]}],
             "metadata":{"user_id":"{}"},"deep":[[[[{"a":{"b":{"c":[1]}}}]]]]}
            """;
    private static final String ALPHABET =
            "{}[]\",:\\ue0123456789abtrfnls+-. \n\t/\u0001é€🙂\u007F";

    @Test
    void agreesWithAnotherParserOnBodiesDamagedAtRandom() {
        Random random = new Random(SEED);
        byte[] sample = SAMPLE.getBytes(StandardCharsets.UTF_8);
        int accepted = 0;
        for (int round = 0; round < 30_000; round++) {
            byte[] body = damaged(sample, random);
            boolean expected = isAcceptedElsewhere(body);
            assertThat(isAccepted(body))
                    .as("round %s: %s", round, new String(body, StandardCharsets.ISO_8859_1))
                    .isEqualTo(expected);
            accepted += expected ? 1 : 0;
        }
        assertThat(accepted)
                .as("bodies that stayed good, to prove both sides")
                .isBetween(1_000, 29_000);
    }

    @Test
    void agreesWithAnotherDecoderOnEverySequenceOfBytesInAString() {
        Random random = new Random(SEED);
        for (int round = 0; round < 100_000; round++) {
            byte[] body = "{\"a\":\"....\"}".getBytes(StandardCharsets.US_ASCII);
            for (int i = 6; i < 10; i++) {
                body[i] = (byte) (0x80 | random.nextInt(0x80));
            }
            body[6] = (byte) (0xC0 | random.nextInt(0x40));
            assertThat(isAccepted(body))
                    .as(HexFormat.of().formatHex(body, 6, 10))
                    .isEqualTo(isUtf8(body));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":01}",
                "{\"a\":-}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":1e}",
                "{\"a\":Infinity}",
                "{\"a\":0x1}",
                "{\"a\":tru}",
                "{\"a\":\"\\x\"}",
                "{\"a\":[1,]}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\" 1}",
                "{,}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{}{}",
                "{\"a\":1]",
                "// x\n{}",
                "{\"a\":\"\t\"}",
                "{\"a\":1;}",
                "\0{}",
                "{\"a\":1}}"
            })
    void refusesWhatIsAlmostJson(String body) {
        assertThat(isAccepted(body.getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void takesUnevenWhiteSpaceAndEveryKindOfValue() {
        assertThat(isAccepted(SAMPLE.getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(
                        isAccepted(
                                " \r\n\t{ \"a\" : [ 1 , 2 ] , \"\" : -0.0E00 } \n"
                                        .getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    @Test
    void refusesOtherEncodings() {
        assertThat(isAccepted("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE))).isFalse();
        assertThat(isAccepted("{\"a\":1}".getBytes(StandardCharsets.UTF_16))).isFalse();
        assertThat(isAccepted("{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1))).isFalse();
    }

    @Test
    void takesNestingUpToItsLimitAndNoDeeper() {
        assertThat(isAccepted(nested(JsonLexer.MAX_DEPTH - 1))).isTrue();
        assertThat(isAccepted(nested(JsonLexer.MAX_DEPTH))).isFalse();
    }

    private static byte[] nested(int arrays) {
        String body = "{\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";
        return body.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] damaged(byte[] sample, Random random) {
        byte[] body = sample;
        for (int times = random.nextInt(3); times >= 0; times--) {
            int at = random.nextInt(body.length);
            int behind = Math.min(body.length, at + random.nextInt(4));
            byte[] insert = new byte[0];
            int kind = random.nextInt(4);
            if (kind == 0) {
                insert = new byte[] {(byte) random.nextInt(256)};
            } else if (kind == 1) {
                int from = random.nextInt(body.length);
                insert = Arrays.copyOfRange(body, from, Math.min(body.length, from + 3));
                behind = at;
            } else if (kind == 2) {
                int letter =
                        ALPHABET.offsetByCodePoints(
                                0, random.nextInt(ALPHABET.codePointCount(0, ALPHABET.length())));
                insert =
                        Character.toString(ALPHABET.codePointAt(letter))
                                .getBytes(StandardCharsets.UTF_8);
                behind = Math.min(body.length, at + random.nextInt(2));
            }
            body = spliced(body, at, behind, insert);
        }
        return body;
    }

    private static byte[] spliced(byte[] body, int from, int to, byte[] insert) {
        return ByteBuffer.allocate(body.length - (to - from) + insert.length)
                .put(body, 0, from)
                .put(insert)
                .put(body, to, body.length - to)
                .array();
    }

    private static boolean isAccepted(byte[] body) {
        try {
            Prompt.read(WireFormat.ANTHROPIC_MESSAGES, body);
            return true;
        } catch (UnreadableBodyException e) {
            return false;
        }
    }

    private static boolean isAcceptedElsewhere(byte[] body) {
        if (!isUtf8(body)) {
            return false;
        }
        try (JsonParser parser = Json.parser(new String(body, StandardCharsets.UTF_8))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isUtf8(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
