// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// How a body falls into parts, and what their text and their way back to the body are.
class PartsTest {
    private static final String BASE64 =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk";

    @Test
    void cutsArraysIntoTheirElementsAndLeavesTheRestWhole() {
        String body =
                """
                {"model":"m","messages":[{"content":"one"},{"content":"two"}],"system":"kind",\
                "tools":[{"name":"Bash"}],"metadata":{"user_id":"u"},"own":"secret","list":["x",{"y":"z"}],\
                "own":{"k":1},"numbers":[1,2],"max_tokens":5}\
                """;

        assertThat(slices(WireFormat.ANTHROPIC_MESSAGES, body))
                .containsExactly(
                        "\"m\"",
                        "{\"content\":\"one\"}",
                        "{\"content\":\"two\"}",
                        "\"kind\"",
                        "{\"name\":\"Bash\"}",
                        "{\"user_id\":\"u\"}",
                        "\"own\":\"secret\"",
                        "\"list\"",
                        "\"x\"",
                        "{\"y\":\"z\"}",
                        "\"own\":{\"k\":1}",
                        "\"numbers\"");
        assertThat(text(WireFormat.ANTHROPIC_MESSAGES, body))
                .isEqualTo(
                        """
                        m
                        content: one
                        content: two
                        kind
                        name: Bash
                        user_id: u
                        own: secret
                        list
                        x
                        y: z
                        own
                        k
                        numbers
                        """);
    }

    @Test
    void tellsWhereAttachmentsStandWithoutTheirQuotes() throws Exception {
        String body =
                "{\"messages\":[{\"content\":[{\"type\":\"text\",\"text\":\"see\"},{\"type\":\"image\",\"source\":"
                        + "{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\""
                        + BASE64
                        + "\"}}]}]}";
        List<String> found = new ArrayList<>();

        for (Part part : Prompt.read(WireFormat.ANTHROPIC_MESSAGES, utf8(body)).parts()) {
            part.attachments((from, to) -> found.add(body.substring(from, to)));
        }

        assertThat(found).containsExactly(BASE64);
    }

    @Test
    void tellsWhatOfARangeIsInsideStrings() throws Exception {
        String body =
                "{\"messages\":[{\"a\":\"one\",\"b\":\"\",\"c\":[1,\"two\"],\"d\":\"three\"}]}";
        Part part = Prompt.read(WireFormat.OPENAI_CHAT, utf8(body)).parts().getFirst();
        List<String> found = new ArrayList<>();

        part.strings(
                body.indexOf("ne"),
                body.indexOf("hree"),
                (from, to) -> found.add(body.substring(from, to)));

        assertThat(found).containsExactly("ne", "b", "c", "two", "d", "t");
    }

    @Test
    void laysMembersOutAsAssignments() {
        assertThat(
                        text(
                                WireFormat.OPENAI_CHAT,
                                "{\"messages\":[{\"password\":\"x\",\"n\":{\"a\":[\"b\",1,null]}}]}"))
                .isEqualTo("password: x\nn\na\nb\n");
    }

    @Test
    void decodesEveryEscapeAndReplacesLoneSurrogates() {
        assertThat(
                        text(
                                WireFormat.OPENAI_CHAT,
                                """
                                {"messages":["\\"\\\\\\/\\b\\f\\n\\r\\t|\\u0000\\u00e9\\u20AC\\ud83d\\ude42|\\ud83d|\\ude42|\\ud83d\\u0041"]}\
                                """))
                .isEqualTo("\"\\/\b\f\n\r\t|\0é€🙂|\uFFFD|\uFFFD|\uFFFDA\n");
    }

    @Test
    void findsModelAndStreamUnderDisguisedNamesToo() throws UnreadableBodyException {
        Prompt prompt =
                Prompt.read(
                        WireFormat.OPENAI_CHAT,
                        utf8(
                                "{\"model\":\"a\",\"m\\u006fdel\":\"\\u0062\",\"stream\":true,\"stream\":false}"));

        assertThat(prompt.model()).isEqualTo("b");
        assertThat(prompt.stream()).isFalse();
    }

    @Test
    void findsTheWayBackFromEveryPlaceOfATextHoweverItIsWritten() throws UnreadableBodyException {
        Random random = new Random(20261124);
        for (int round = 0; round < 300; round++) {
            String before = writtenAtRandom("Grüße 🙂\n\"x\"", random);
            String needle = writtenAtRandom("nädle=1", random);
            String json =
                    "{\"own\":\""
                            + before
                            + "\",\"messages\":[{\"k\":\""
                            + before
                            + needle
                            + before
                            + "\"}]}";
            byte[] body = utf8(json);
            DecodedText text = decode(WireFormat.OPENAI_CHAT, body);
            String decoded = new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8);
            int from = utf8(decoded.substring(0, decoded.indexOf("nädle=1"))).length;
            int to = from + utf8("nädle=1").length;

            int rawFrom = text.rawOffset(from);
            int rawTo = text.rawOffset(to);

            assertThat(new String(body, rawFrom, rawTo - rawFrom, StandardCharsets.UTF_8))
                    .as(json)
                    .isEqualTo(needle);
        }
    }

    @Test
    void mapsEveryOffsetIntoTheBodyAndInOrder() throws UnreadableBodyException {
        byte[] body = utf8("{\"x\":\"\\u00e9\\n\\ud83d\\ude42é\",\"messages\":[\"\",\"a\"]}");
        DecodedText text = decode(WireFormat.OPENAI_CHAT, body);
        int last = 0;
        for (int offset = 0; offset <= text.length(); offset++) {
            int raw = text.rawOffset(offset);
            assertThat(raw).isBetween(last, body.length);
            last = raw;
        }
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> text.rawOffset(text.length() + 1));
    }

    @Test
    void startsAfreshWhenCleared() throws UnreadableBodyException {
        DecodedText text = decode(WireFormat.OPENAI_CHAT, utf8("{\"messages\":[\"secret\"]}"));
        text.clear();

        assertThat(text.length()).isZero();
        assertThat(text.rawOffset(0)).isZero();
        assertThat(text).hasToString("DecodedText[0 bytes]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'B64'}}",
                "{'source':{'data':'B64','media_type':'application/pdf','type':'base64'},'type':'document'}",
                "{'type':'tool_result','content':[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'B64'}}]}"
            })
    void knowsAnthropicAttachments(String element) throws UnreadableBodyException {
        assertAttachments(WireFormat.ANTHROPIC_MESSAGES, element, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'image_url','image_url':{'url':'data:image/png;base64,B64'}}",
                "{'input_audio':{'format':'wav','data':'B64'},'type':'input_audio'}",
                "{'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,B64'}}"
            })
    void knowsOpenAiAttachments(String element) throws UnreadableBodyException {
        assertAttachments(WireFormat.OPENAI_CHAT, element, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OPENAI_RESPONSES|{'type':'input_image','image_url':'data:image/png;base64,B64'}",
                "OPENAI_RESPONSES|{'filename':'a.pdf','file_data':'data:application/pdf;base64,B64','type':'input_file'}",
                "OPENAI_RESPONSES|{'type':'computer_call_output','output':{'type':'computer_screenshot','image_url':'data:image/png;base64,B64'}}",
                "GEMINI|{'inlineData':{'mimeType':'image/png','data':'B64'}}",
                "GEMINI|{'inline_data':{'data':'B64','mime_type':'application/pdf'}}"
            })
    void knowsAttachmentsOfTheOtherFormats(WireFormat format, String element)
            throws UnreadableBodyException {
        assertAttachments(format, element, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OPENAI_RESPONSES|{'type':'input_image','image_url':'https://example.test/B64'}",
                "OPENAI_RESPONSES|{'type':'input_text','file_data':'data:image/png;base64,B64'}",
                "OPENAI_RESPONSES|{'type':'input_file','file_data':'data:text/csv;base64,B64'}",
                "GEMINI|{'inlineData':{'mimeType':'text/plain','data':'B64'}}",
                "GEMINI|{'data':'B64','mimeType':'image/png'}",
                "ANTHROPIC_MESSAGES|{'type':'document','source':{'type':'base64','media_type':'text/plain','data':'B64'}}",
                "ANTHROPIC_MESSAGES|{'type':'document','source':{'type':'text','media_type':'image/png','data':'B64'}}",
                "ANTHROPIC_MESSAGES|{'type':'image','source':{'type':'base64','data':'B64'}}",
                "ANTHROPIC_MESSAGES|{'type':'tool_use','source':{'type':'base64','media_type':'image/png','data':'B64'}}",
                "ANTHROPIC_MESSAGES|{'type':'image','type':'x','source':{'type':'base64','media_type':'image/png','data':'B64'}}",
                "ANTHROPIC_MESSAGES|{'type':'image','source':{'type':'base64','media_type':'image/png','data':'B64 '}}",
                "ANTHROPIC_MESSAGES|{'type':'base64','media_type':'image/png','data':'B64'}",
                "OPENAI_CHAT|{'image_url':{'url':'https://example.test/B64'}}",
                "OPENAI_CHAT|{'image_url':{'url':'data:text/plain;base64,B64'}}",
                "OPENAI_CHAT|{'file':{'file_data':'data:application/json;base64,B64'}}",
                "OPENAI_CHAT|{'input_audio':{'data':'password B64'}}"
            })
    void readsEverythingElseAsText(WireFormat format, String element)
            throws UnreadableBodyException {
        assertAttachments(format, element, 0);
    }

    @Test
    void takesOnlyTheLastOfTwoAttachmentsInOnePlaceForOne() throws UnreadableBodyException {
        String element =
                "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'QUtJQQ','data':'B64'}}";

        assertThat(assertAttachments(WireFormat.ANTHROPIC_MESSAGES, element, 1)).contains("QUtJQQ");
    }

    @Test
    void refusesABodyMadeOfCountlessParts() {
        String body = "{\"messages\":[" + "\"\",".repeat(PromptReader.MAX_PARTS) + "\"\"]}";

        assertThatExceptionOfType(UnreadableBodyException.class)
                .isThrownBy(() -> Prompt.read(WireFormat.OPENAI_CHAT, utf8(body)))
                .withMessageContaining("parts");
    }

    private static String assertAttachments(WireFormat format, String element, int count)
            throws UnreadableBodyException {
        String json =
                ("{'messages':[{'role':'user','content':[" + element + "]}]}")
                        .replace('\'', '"')
                        .replace("B64", BASE64);
        byte[] body = utf8(json);
        int found = Prompt.read(format, body).parts().stream().mapToInt(Part::attachments).sum();
        String text = decode(format, body).asString();
        assertThat(found).as(element).isEqualTo(count);
        assertThat(text.contains(BASE64)).as(element).isEqualTo(count == 0);
        return text;
    }

    /// The same text in a JSON string, with each character written plainly or as an escape.
    private static String writtenAtRandom(String text, Random random) {
        StringBuilder json = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    boolean must = c == '"' || c < ' ';
                    if (must || random.nextInt(3) == 0) {
                        for (char unit : Character.toChars(c)) {
                            json.append("\\u%04x".formatted((int) unit));
                        }
                    } else {
                        json.appendCodePoint(c);
                    }
                });
        return json.toString();
    }

    private static List<String> slices(WireFormat format, String json) {
        byte[] body = utf8(json);
        List<String> slices = new ArrayList<>();
        try {
            for (Part part : Prompt.read(format, body).parts()) {
                slices.add(
                        new String(
                                body,
                                part.from(),
                                part.to() - part.from(),
                                StandardCharsets.UTF_8));
            }
        } catch (UnreadableBodyException e) {
            throw new AssertionError(json, e);
        }
        return slices;
    }

    private static String text(WireFormat format, String json) {
        try {
            return decode(format, utf8(json)).asString();
        } catch (UnreadableBodyException e) {
            throw new AssertionError(json, e);
        }
    }

    private static DecodedText decode(WireFormat format, byte[] body)
            throws UnreadableBodyException {
        DecodedText text = new DecodedText();
        Prompt.read(format, body).parts().forEach(part -> part.decode(text));
        return text;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
