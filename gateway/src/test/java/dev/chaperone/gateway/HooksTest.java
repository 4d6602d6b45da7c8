// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

@Timeout(60)
class HooksTest {
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
    private static final Path RECORDED =
            Path.of("../protocols/src/test/resources/dev/chaperone/protocols/hooks");

    private final TestSite site = TestSite.setup().start();
    private final FakeLedger ledger = site.ledger();

    @AfterEach
    void close() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    claude-code    | UserPromptSubmit     | {"prompt":"use KEY"}                                               | {"decision":"block","reason":"Chaperone: blocked
                    claude-code    | PreToolUse           | {"tool_name":"Bash","tool_input":{"command":"aws KEY"}}            | "permissionDecision":"deny"
                    claude-code    | PostToolUse          | {"tool_name":"Read","tool_response":{"file":{"content":"k=KEY"}}}  | {"continue":false,"stopReason":"Chaperone
                    claude-code    | PostToolBatch        | {"tool_calls":[{"tool_response":"1\\tKEY"}]}                       | {"continue":false,"stopReason":"Chaperone
                    github-copilot | userPromptSubmitted  | {"prompt":"use KEY"}                                               | {"decision":"block","reason"
                    github-copilot | UserPromptSubmit     | {"prompt":"use KEY"}                                               | {"decision":"block","reason"
                    github-copilot | preToolUse           | {"toolName":"bash","toolArgs":{"command":"aws KEY"}}               | {"permissionDecision":"deny"
                    github-copilot | postToolUse          | {"toolName":"view","toolResult":{"textResultForLlm":"KEY"}}        | {"modifiedResult":{"resultType":"success","textResultForLlm":"Chaperone
                    vscode         | PreToolUse           | {"tool_name":"runInTerminal","tool_input":{"command":"KEY"}}       | "permissionDecision":"deny"
                    vscode         | PostToolUse          | {"tool_response":"KEY"}                                            | {"decision":"block"
                    cursor         | beforeSubmitPrompt   | {"prompt":"use KEY"}                                               | {"continue":false,"user_message":"Chaperone
                    cursor         | beforeReadFile       | {"file_path":"/srv/.env","content":"KEY"}                          | {"permission":"deny"
                    cursor         | beforeShellExecution | {"command":"aws KEY"}                                              | {"permission":"deny"
                    cursor         | beforeMCPExecution   | {"tool_input":"{\\"a\\":\\"KEY\\"}"}                               | {"permission":"deny"
                    codex          | UserPromptSubmit     | {"prompt":"use KEY"}                                               | {"decision":"block"
                    codex          | PreToolUse           | {"tool_name":"Bash","tool_input":{"command":"KEY"}}                | "permissionDecision":"deny"
                    gemini-cli     | BeforeAgent          | {"prompt":"use KEY"}                                               | {"decision":"deny"
                    gemini-cli     | BeforeModel          | {"llm_request":{"messages":[{"content":"KEY"}]}}                   | {"decision":"deny"
                    gemini-cli     | BeforeTool           | {"tool_input":{"command":"KEY"}}                                   | {"decision":"deny"
                    opencode       | chat.message         | {"parts":[{"text":"KEY"}]}                                         | {"decision":"deny"
                    """)
    void keepsASecretInsideInTheWordsOfTheTool(
            String tool, String event, String call, String answer) throws Exception {
        HttpResponse<String> denied = hook(tool, event, call.replace("KEY", KEY));

        assertThat(denied.statusCode()).isEqualTo(200);
        assertThat(denied.body()).contains(answer, "no-secrets").doesNotContain(KEY);
        assertThat(intent().verdict().effect()).isEqualTo(Event.Effect.BLOCKED);
        assertThat(intent().verdict().rule()).isEqualTo("no-secrets");
        assertThat(new String(ledger.read(0, 1).getFirst(), UTF_8)).doesNotContain(KEY);

        HttpResponse<String> allowed = hook(tool, event, call.replace("KEY", "nothing"));
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.body()).doesNotContain("Chaperone");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    windsurf | pre_user_prompt  | {"tool_info":{"user_prompt":"KEY"}}
                    windsurf | pre_run_command  | {"tool_info":{"command_line":"KEY"}}
                    windsurf | pre_write_code   | {"tool_info":{"edits":[{"new_string":"KEY"}]}}
                    amazon-q | preToolUse       | {"tool_name":"execute_bash","tool_input":{"command":"KEY"}}
                    kiro     | UserPromptSubmit | {"prompt":"KEY"}
                    kiro     | preToolUse       | {"tool_input":{"command":"KEY"}}
                    vscode   | UserPromptSubmit | {"prompt":"KEY"}
                    """)
    void keepsASecretInsideByTheExitCode(String tool, String event, String call) throws Exception {
        HttpResponse<String> denied = hook(tool, event, call.replace("KEY", KEY));

        assertThat(denied.statusCode()).isEqualTo(451);
        assertThat(denied.body()).startsWith("Chaperone: blocked").contains("no-secrets");
        assertThat(hook(tool, event, call.replace("KEY", "x")).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "amazon-q,userPromptSubmit",
        "kiro,userPromptSubmit",
        "cursor,afterFileEdit",
        "claude-code,SessionStart",
        "claude-code,BeforeTeleport",
        "codex,PostToolUse"
    })
    void neverCallsBlockedWhatItsToolDoesNotStop(String tool, String event) throws Exception {
        hook(tool, event, "{\"text\":\"" + KEY + "\"}");

        assertThat(intent().verdict().effect()).isEqualTo(Event.Effect.WARNED);
        assertThat(intent().verdict().rule()).isEqualTo("no-secrets");
    }

    @ParameterizedTest
    @CsvSource({
        "claude-code,8,83",
        "github-copilot,2,19",
        "codex,1,6",
        "gemini-cli,1,12",
        "opencode,1,5"
    })
    void recordsWhatRealToolsTold(String tool, int prompts, int records) throws Exception {
        List<String> calls = Files.readAllLines(RECORDED.resolve(tool + ".txt"));
        for (String line : calls) {
            String[] call = line.split(" ", 2);
            assertThat(hook(tool, call[0], call[1]).statusCode()).isEqualTo(200);
        }

        List<Event.Intent> intents =
                ledger.await(records).stream()
                        .filter(Event.Intent.class::isInstance)
                        .map(Event.Intent.class::cast)
                        .toList();
        assertThat(intents).hasSize(records);
        assertThat(intents)
                .allSatisfy(intent -> {
                    assertThat(intent.source()).isEqualTo(Event.Source.HOOK);
                    assertThat(intent.caller())
                            .isEqualTo(new Event.Caller(TestSite.ANNA, "token_1"));
                    assertThat(intent.use().tool()).hasToString(tool);
                    assertThat(intent.use().repository()).isEqualTo("code");
                    assertThat(intent.use().session()).matches("[0-9a-f-]{36}|ses_\\w{26}");
                    assertThat(intent.use().operation()).startsWith("hook-");
                });
        assertThat(intents)
                .filteredOn(intent -> intent.use().operation().equals("hook-prompt"))
                .hasSize(prompts);
    }

    @Test
    void marksTheTurnSoThatHookAndGatewayAreCountedOnce() throws Exception {
        hook(
                "claude-code",
                "UserPromptSubmit",
                "{\"session_id\":\"s-1\",\"prompt_id\":\"p-1\",\"prompt\":\"hello\"}");
        site.send(
                site.post("/v1/messages", TestSite.CLEAN)
                        .header("x-claude-code-session-id", "s-1"));

        Event.Intent gateway = (Event.Intent) ledger.await(2).get(1);
        assertThat(intent().use().session()).isEqualTo("s-1").isEqualTo(gateway.use().session());
        assertThat(intent().use().turn()).isEqualTo("p-1");
        assertThat(intent().source()).isEqualTo(Event.Source.HOOK);
        assertThat(gateway.source()).isEqualTo(Event.Source.GATEWAY);
    }

    @ParameterizedTest
    @CsvSource({"Anna@Northwind.example,CORPORATE", "anna@gmail.example,PERSONAL", "'',UNKNOWN"})
    void recordsWhoseAccountIsSignedInToCursor(String email, Event.Account account)
            throws Exception {
        hook(
                "cursor",
                "beforeSubmitPrompt",
                "{\"user_email\":\"" + email + "\",\"prompt\":\"hello\"}");

        assertThat(intent().use().account()).isEqualTo(account);
        assertThat(new String(ledger.read(0, 1).getFirst(), UTF_8)).doesNotContain("@");
    }

    @Test
    void recordsWhichMcpServerIsCalledAndWhetherAnybodyIsAsked() throws Exception {
        hook(
                "claude-code",
                "PreToolUse",
                "{\"permission_mode\":\"bypassPermissions\",\"tool_name\":\"mcp__git-hub__search\",\"tool_input\":{\"q\":\"x\"}}");

        assertThat(intent().reported())
                .isEqualTo(new Event.Reported(0, 0, 0, 0, List.of("git-hub"), "bypassPermissions"));
    }

    @Test
    void recordsBeforeItAnswers() throws Exception {
        ledger.hold();
        CompletableFuture<HttpResponse<String>> answer =
                site.client()
                        .sendAsync(
                                call("claude-code", "UserPromptSubmit", "{\"prompt\":\"hi\"}")
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        ledger.awaitHeld(1);

        assertThat(answer).isNotDone();
        ledger.release();
        assertThat(answer.join().body()).isEqualTo("{}");
    }

    @Test
    void deniesWhatItCanNotRecord() throws Exception {
        ledger.fill(true);

        assertThat(hook("claude-code", "UserPromptSubmit", "{\"prompt\":\"hi\"}").body())
                .contains("\"decision\":\"block\"", "can not record");
        assertThat(hook("kiro", "UserPromptSubmit", "{\"prompt\":\"hi\"}").statusCode())
                .isEqualTo(451);
    }

    @Test
    void deniesWhatItCanNotRead() throws Exception {
        for (String bad : List.of("", "[]", "{\"prompt\":", "{\"prompt\":\"hi\"} x")) {
            assertThat(hook("github-copilot", "userPromptSubmitted", bad).body())
                    .startsWith("{\"decision\":\"block\"")
                    .contains("can not be read");
        }
        assertThat(intent().verdict().rule()).isEqualTo("unreadable-body");
    }

    @Test
    void deniesCallersThatNobodyKnows() throws Exception {
        HttpResponse<String> answer =
                site.send(
                        HttpRequest.newBuilder(address("cursor", "beforeSubmitPrompt"))
                                .header("content-type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"hi\"}")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"continue\":false", "no Chaperone token that works");
        assertThat(intent().verdict().rule()).isEqualTo("unknown-caller");
    }

    @Test
    void goesByThePlanThatIsToldWhereThePolicyAllowsSeveral() throws Exception {
        String call = "{\"tool_info\":{\"user_prompt\":\"hi\"}}";
        HttpResponse<String> untold = site.send(site.post("/hooks/windsurf/pre_user_prompt", call));
        HttpResponse<String> personal =
                site.send(
                        site.post("/hooks/windsurf/pre_user_prompt", call)
                                .header("x-chaperone-plan", "individual"));

        assertThat(untold.statusCode()).isEqualTo(451);
        assertThat(untold.body()).contains("CHAPERONE_PLAN");
        assertThat(personal.statusCode()).isEqualTo(451);
        assertThat(personal.body()).contains("plan-not-allowed");
        hook("windsurf", "pre_user_prompt", call);
        assertThat(ledger.await(3))
                .extracting(event -> String.valueOf(((Event.Intent) event).use().plan()))
                .containsExactly("null", "individual", "teams");
    }

    @Test
    void doesNotTakeAnAnswerOfTheModelForAPrompt() throws Exception {
        hook("claude-code", "MessageDisplay", "{\"delta\":\"" + KEY + "\"}");

        assertThat(intent().use().operation()).isEqualTo("hook-response");
        assertThat(intent().verdict().effect()).isEqualTo(Event.Effect.ALLOWED);
        assertThat(intent().verdict().findings()).hasSize(1);
    }

    @Test
    void passesEventsThatItDoesNotKnow() throws Exception {
        assertThat(hook("claude-code", "BeforeTeleport", "{\"session_id\":\"s-1\"}").body())
                .isEqualTo("{}");
        assertThat(ledger.await(1))
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.Administered.class,
                        sign -> {
                            assertThat(sign.action()).isEqualTo("source.heard");
                            assertThat(sign.subject()).isEqualTo(TestSite.ANNA.value());
                            assertThat(sign.details())
                                    .containsEntry("source", "hook")
                                    .containsEntry("session", "s-1");
                        });
        assertThat(hook("claude-code", "BeforeTeleport", "{\"goal\":\"moon\"}").body())
                .isEqualTo("{}");
        assertThat(intent().use().operation()).isEqualTo("hook-other");
    }

    @Test
    void saysWhatIsNotThere() throws Exception {
        assertThat(hook("no-such-tool", "Stop", "{}").statusCode()).isEqualTo(404);
        assertThat(site.send(site.request("/hooks/codex/Stop").GET()).statusCode()).isEqualTo(405);
        assertThat(site.send(site.post("/hooks/forwarder.sh", "{}")).statusCode()).isEqualTo(405);
        assertThat(site.send(site.request("/hooks/forwarder.ps1").GET()).body())
                .contains("$denials['github-copilot userPromptSubmitted'] = '{\"decision\"")
                .doesNotContain("@DENIALS@", "@MARK@");
        assertThat(site.send(site.request("/hooks/opencode.js").GET()).body())
                .contains("export const Chaperone", "\"" + Forwarder.MARK + "\"")
                .doesNotContain("@MARK@");
    }

    private Event.Intent intent() throws InterruptedException {
        return ledger.await(1).stream()
                .filter(Event.Intent.class::isInstance)
                .map(Event.Intent.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private URI address(String tool, String event) {
        return URI.create("http://127.0.0.1:" + site.port() + "/hooks/" + tool + "/" + event);
    }

    private HttpRequest.Builder call(String tool, String event, String body) {
        HttpRequest.Builder call = site.post("/hooks/" + tool + "/" + event, body);
        return tool.equals("windsurf") ? call.header("x-chaperone-plan", "teams") : call;
    }

    private HttpResponse<String> hook(String tool, String event, String body) throws Exception {
        return site.send(call(tool, event, body));
    }
}
