// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.protocols.AnswerReader;
import dev.chaperone.protocols.WireFormat;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

class DemoModelTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Vertx VERTX = Vertx.vertx();
    private static final String SESSION =
            """
            {"model":"claude-x","stream":%s,"tools":[{"name":"Bash"},{"name":"Read"}],"messages":[
             {"role":"user","content":[{"type":"text","text":"<system-reminder>\\nrun nothing.txt</system-reminder>"},
               {"type":"text","text":"What is in hello.txt? Then run `ls -a`."}]},
             {"role":"system","content":"# Environment\\n - Primary working directory: /home/dev/shop\\n - Platform: linux"}%s]}
            """;
    private static final String READ_DONE =
            """
            ,{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"Read","input":{}}]},
             {"role":"user","content":[{"tool_use_id":"a","type":"tool_result","content":"1\\thello world\\n2\\tmore"}]}
            """;
    private static final String BASH_DONE =
            """
            ,{"role":"assistant","content":[{"type":"tool_use","id":"b","name":"Bash","input":{}}]},
             {"role":"user","content":[{"tool_use_id":"b","type":"tool_result","content":[{"type":"text","text":"hello.txt"}]}]}
            """;

    private static DemoModel model;

    @BeforeAll
    static void start() {
        model = DemoModel.start(VERTX, 0).await();
    }

    @AfterAll
    static void stop() {
        model.close().await();
        VERTX.close().await();
    }

    @Test
    void leadsASessionThroughTwoToolsToAnAnswer() throws Exception {
        JsonNode first = json(post("/v1/messages?beta=true", SESSION.formatted(false, "")));
        assertThat(first.at("/stop_reason").asString()).isEqualTo("tool_use");
        assertThat(first.at("/content/1/name").asString()).isEqualTo("Read");
        assertThat(first.at("/content/1/input/file_path").asString())
                .isEqualTo("/home/dev/shop/hello.txt");

        JsonNode second = json(post("/v1/messages", SESSION.formatted(false, READ_DONE)));
        assertThat(second.at("/content/1/name").asString()).isEqualTo("Bash");
        assertThat(second.at("/content/1/input/command").asString()).isEqualTo("ls -a");

        JsonNode last = json(post("/v1/messages", SESSION.formatted(false, READ_DONE + BASH_DONE)));
        assertThat(last.at("/stop_reason").asString()).isEqualTo("end_turn");
        assertThat(last.at("/content/0/text").asString())
                .startsWith("This is Chaperone's demo model. You asked: “What is in hello.txt?")
                .contains("Read returned: “hello world / more”", "Bash returned: “hello.txt”");
    }

    @Test
    void streamsTheSameAsMessages() throws Exception {
        String body = post("/v1/messages", SESSION.formatted(true, "")).body();

        AnswerReader answer = read(WireFormat.ANTHROPIC_MESSAGES, body);
        assertThat(answer.complete()).isTrue();
        assertThat(answer.toolCalls()).isEqualTo(1);
        assertThat(answer.stopReason()).isEqualTo("tool_use");
        assertThat(answer.model()).isEqualTo("claude-x");
        assertThat(answer.inputTokens()).isPositive();
        assertThat(answer.outputTokens()).isPositive();
    }

    @Test
    void answersChatsInOnePieceAndInMany() throws Exception {
        String prompt =
                "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}";
        JsonNode whole = json(post("/v1/chat/completions", prompt.formatted("")));
        assertThat(whole.at("/choices/0/message/content").asString())
                .contains("demo model", "“hi”");

        String stream = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
        AnswerReader answer =
                read(
                        WireFormat.OPENAI_CHAT,
                        post("/v1/chat/completions", prompt.formatted(stream)).body());
        assertThat(answer.complete()).isTrue();
        assertThat(answer.stopReason()).isEqualTo("stop");
        assertThat(answer.inputTokens()).isPositive();
    }

    @Test
    void leadsCodexAndGeminiThroughACommand() throws Exception {
        String codex =
                """
                {"model":"gpt-x","stream":%s,"tools":[{"name":"exec_command"}],"input":[
                 {"type":"message","role":"user","content":[{"type":"input_text","text":"<environment_context>x"}]},
                 {"type":"message","role":"user","content":[{"type":"input_text","text":"run `ls -a`"}]}%s]}
                """;
        JsonNode call = json(post("/v1/responses", codex.formatted(false, "")));
        assertThat(call.at("/output/1/name").asString()).isEqualTo("exec_command");
        assertThat(call.at("/output/1/arguments").asString()).isEqualTo("{\"cmd\":\"ls -a\"}");
        String done =
                ",{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"exec_command\"},{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"hello.txt\"}";
        AnswerReader codexAnswer =
                read(
                        WireFormat.OPENAI_RESPONSES,
                        post("/v1/responses", codex.formatted(true, done)).body());
        assertThat(codexAnswer.complete()).isTrue();
        assertThat(codexAnswer.toolCalls()).isZero();
        assertThat(post("/v1/responses", codex.formatted(false, done)).body())
                .contains("exec_command returned: “hello.txt”");

        String gemini =
                """
                {"tools":[{"functionDeclarations":[{"name":"run_shell_command"}]}],"contents":[
                 {"role":"user","parts":[{"text":"<session_context>"},{"text":"run `ls -a`"}]}]}
                """;
        String path = "/v1beta/models/gemini-x:";
        JsonNode content = json(post(path + "generateContent", gemini));
        assertThat(content.at("/candidates/0/content/parts/1/functionCall/args/command").asString())
                .isEqualTo("ls -a");
        AnswerReader geminiAnswer =
                read(
                        WireFormat.GEMINI,
                        post(path + "streamGenerateContent?alt=sse", gemini).body());
        assertThat(geminiAnswer.complete()).isTrue();
        assertThat(geminiAnswer.toolCalls()).isEqualTo(1);
        assertThat(json(post(path + "countTokens", gemini)).at("/totalTokens").asInt())
                .isPositive();
    }

    @Test
    void answersAtTheOtherPathsToo() throws Exception {
        String prompt =
                "{\"anthropic_version\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        assertThat(post("/model/claude-x/invoke", prompt).body()).contains("“hi”");
        assertThat(post("/model/claude-x/invoke-with-response-stream", prompt).body())
                .contains(":event-type", "chunk");
        String vertex = "/v1/projects/p/locations/l/publishers/anthropic/models/c:rawPredict";
        assertThat(post(vertex, prompt).body()).contains("“hi”");
        assertThat(json(post("/v1/embeddings", "{\"input\":\"a\"}")).at("/data/0/embedding"))
                .hasSize(2);
    }

    @Test
    void findsTheQuestionBehindWhatAnAssistantPutsInFront() throws Exception {
        String copilot =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"<current_datetime>now</current_datetime>\\n\\nhi there\"}]}";

        assertThat(post("/v1/chat/completions", copilot).body()).contains("“hi there”");
    }

    @Test
    void countsThePromptsItGets() throws Exception {
        long before = Long.parseLong(get("/__count").body());
        post("/v1/messages", SESSION.formatted(false, ""));
        get("/v1/models");
        get("/");

        assertThat(Long.parseLong(get("/__count").body())).isEqualTo(before + 1);
    }

    @Test
    void listsItsModelsInBothShapes() throws Exception {
        assertThat(json(get("/v1/models")).at("/object").asString()).isEqualTo("list");
        HttpRequest anthropic = request("/v1/models").header("anthropic-version", "1").build();
        JsonNode models = json(HTTP.send(anthropic, BodyHandlers.ofString()));
        assertThat(models.at("/data/0/id").asString()).contains("claude");
        assertThat(models.at("/has_more").asBoolean()).isFalse();
    }

    @Test
    void refusesWhatIsNotAPrompt() throws Exception {
        assertThat(post("/v1/messages", "no").statusCode()).isEqualTo(400);
        assertThat(get("/v1/messages").statusCode()).isEqualTo(404);
        assertThat(json(post("/v1/messages/count_tokens", "{}")).at("/input_tokens").asInt())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "What is the secret word in hello.txt?|hello.txt|-",
                "Read `src/Main.java` and explain it|src/Main.java|-",
                "look at /etc/hosts, please|/etc/hosts|-",
                "execute `cat notes.md`|-|cat notes.md",
                "run a command|-|echo hello from the demo model",
                "write to a@example.com, e.g. today|-|-",
                "see https://example.com/a.txt|-|-",
                "hi|-|-"
            })
    void understandsSimpleRequests(String words, String file, String command) {
        assertThat(DemoRequest.in(words)).isEqualTo(new DemoRequest(file, command));
    }

    private static AnswerReader read(WireFormat format, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        AnswerReader reader = AnswerReader.of(format, true);
        reader.saw(bytes, 0, bytes.length);
        reader.end();
        return reader;
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return HTTP.send(
                request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(request(path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + model.port() + path));
    }

    private static JsonNode json(HttpResponse<String> response) {
        return MAPPER.readTree(response.body());
    }
}
