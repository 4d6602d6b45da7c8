// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class PromptTest {
    private static final String BODY =
            """
            {"model":"claude-opus-5-5","messages":[
              {"role":"user","content":[{"type":"text","text":"hello \\n wörld"}]},
              {"role":"system","content":"Primary working directory: /home/dev/shop"},
              {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"Bash",
                "input":{"command":"ls","deep":{"key":"inside"}}}]}],
             "system":[{"type":"text","text":"be kind"}],
             "metadata":{"user_id":"{\\"device_id\\":\\"d\\",\\"session_id\\":\\"s-1\\"}"},
             "unknown_member":{"note":"unseen?"},
             "max_tokens":1.0,"stream":true}
            """;

    @Test
    void tellsModelStreamAndSession() throws UnreadableBodyException {
        Prompt prompt = read(BODY);

        assertThat(prompt.model()).isEqualTo("claude-opus-5-5");
        assertThat(prompt.stream()).isTrue();
        assertThat(prompt.session()).isEqualTo("s-1");
    }

    @Test
    void readsEveryStringOfTheBody() throws UnreadableBodyException {
        assertThat(text(BODY))
                .contains(
                        "hello \n wörld",
                        "Primary working directory",
                        "command: ls",
                        "key: inside",
                        "be kind",
                        "unknown_member",
                        "note: unseen?");
    }

    @Test
    void readsAMemberThatStandsTwiceBothTimes() throws UnreadableBodyException {
        String twice =
                """
                {"messages":[{"role":"user","content":"first"}],"model":"a",
                 "messages":[{"role":"user","content":"second"}],"model":"b"}
                """;

        assertThat(text(twice)).contains("first", "second");
        assertThat(read(twice).model()).isEqualTo("b");
    }

    @Test
    void leavesABinaryAttachmentOutAndCountsIt() throws UnreadableBodyException {
        String picture =
                """
                {"messages":[{"role":"user","content":[{"type":"image","source":
                {"data":"aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ=","type":"base64","media_type":"image/png"}}]}]}
                """;

        assertThat(read(picture).parts()).extracting(Part::attachments).contains(1);
        assertThat(text(picture)).doesNotContain("aGVsbG8");
    }

    @Test
    void readsATextThatOnlyClaimsToBeAPicture() throws UnreadableBodyException {
        String claim =
                """
                {"messages":[{"role":"user","content":[{"type":"image","source":
                {"type":"base64","media_type":"image/png","data":"password = hunter2!"}}]}]}
                """;

        assertThat(text(claim)).contains("password = hunter2!");
    }

    @Test
    void decodesEveryWayOfWritingTheSameText() throws UnreadableBodyException {
        String plain = text("{\"messages\":[\"é=/\"]}");

        assertThat(text("{\"messages\":[\"\\u00e9\\u003d\\/\"]}")).isEqualTo(plain);
    }

    @Test
    void findsTheWayBackFromTheTextToTheBody() throws UnreadableBodyException {
        byte[] body = "{\"messages\":[\"a\\n\\u0062needle\"]}".getBytes(StandardCharsets.UTF_8);
        DecodedText text = new DecodedText();
        Prompt.read(WireFormat.OPENAI_CHAT, body).parts().forEach(part -> part.decode(text));
        int found = text.asString().indexOf("needle");

        int raw = text.rawOffset(found);

        assertThat(new String(body, raw, 6, StandardCharsets.UTF_8)).isEqualTo("needle");
    }

    @Test
    void refusesABodyThatIsCutOffAnywhere() {
        byte[] whole = BODY.strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(UnreadableBodyException.class)
                    .as("cut after %s bytes", length)
                    .isThrownBy(() -> Prompt.read(WireFormat.ANTHROPIC_MESSAGES, cut));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[]",
                "{}x",
                "{\"a\":NaN}",
                "{'a':1}",
                "{\"a\":1,}",
                "\uFEFF{}",
                "nul"
            })
    void refusesWhatIsNotOneJsonObject(String body) {
        assertThatExceptionOfType(UnreadableBodyException.class).isThrownBy(() -> read(body));
    }

    @Test
    void refusesABodyThatIsNestedTooDeeply() {
        String deep = "{\"messages\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThatExceptionOfType(UnreadableBodyException.class).isThrownBy(() -> read(deep));
    }

    @Test
    void saysNothingOfTheContentWhenItRefuses() {
        assertThatExceptionOfType(UnreadableBodyException.class)
                .isThrownBy(() -> read("{\"messages\":[\"hunter2\" hunter3]}"))
                .withMessageNotContaining("hunter");
    }

    private static Prompt read(String body) throws UnreadableBodyException {
        return Prompt.read(WireFormat.ANTHROPIC_MESSAGES, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String body) throws UnreadableBodyException {
        DecodedText text = new DecodedText();
        read(body).parts().forEach(part -> part.decode(text));
        return text.asString();
    }
}
