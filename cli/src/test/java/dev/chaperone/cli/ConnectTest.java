// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

class ConnectTest {
    private static final String PLUGIN =
            "// SPDX-License-Identifier: Apache-2.0\nexport const Chaperone = 1;\n";

    private static final Map<String, String> RECORDED =
            Map.of("x-chaperone-interaction", "request-7");
    private static final String CODEX =
            """
            # mine
            model = "gpt-5.4"
            model_provider = "openai" # the usual
            notify = [
              "say",
            ]

            [projects."/home/ada/shop"]
            trust_level = "trusted"
            """;
    private static final String CLAUDE =
            """
            {
                "permissions": {"allow": ["Bash(ls)"]},
                "env": {
                    "ANTHROPIC_API_KEY": "sk-ant-of-before",
                    "EDITOR": "vi"
                },
                "model": "opus"
            }
            """;
    private static final String CONTINUE =
            """
            name: mine # a remark
            models:
              # the local one
              - name: local
                provider: ollama
                model: qwen
            rules: [be brief]
            """;

    /// What somebody has before, in a folder of the home for each file.
    private static final Map<String, String> FOUND =
            Map.of(
                    ".claude/settings.json", CLAUDE,
                    ".codex/config.toml", CODEX,
                    ".gemini/settings.json", "{\"ui\":{\"theme\":\"dark\"}}",
                    ".gemini/.env", "GEMINI_API_KEY=of-before\r\nOTHER='1'",
                    ".profile", "PATH=$PATH:/opt/bin\n",
                    ".config/opencode/opencode.jsonc", "{\n\t// mine\n\t\"theme\": \"x\",\n}\n",
                    ".continue/config.yaml", CONTINUE,
                    ".cursor/hooks.json",
                            "{\"version\":1,\"hooks\":{\"stop\":[{\"command\":\"beep\"}]}}",
                    ".aws/amazonq/cli-agents/mine.json", "{ \"name\" : \"mine\" }\n");

    @TempDir private Path home;
    private FakeWorkspace gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new FakeWorkspace();
        for (String path :
                List.of(
                        "/v1/messages",
                        "/v1/responses",
                        "/v1/chat/completions",
                        "/v1beta/models/gemini-2.5-flash:generateContent")) {
            gateway.answers(path, 200, "{}", RECORDED);
        }
        gateway.answers("/v1/models", 200, "{\"data\":[{\"id\":\"gpt-5.4\"}]}");
        gateway.answers("/hooks/forwarder.sh", 200, "#!/bin/sh\nexit 0\n", Map.of());
        gateway.answers("/hooks/opencode.js", 200, PLUGIN, Map.of());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Ran connect(String... words) {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", home.toString());
        environment.put("CHAPERONE_TOKEN", Ran.SECRET);
        environment.put("CHAPERONE_GATEWAY", gateway.url());
        List<String> all = new ArrayList<>(List.of("connect"));
        all.addAll(List.of(words));
        return Ran.with(environment, all.toArray(String[]::new));
    }

    private void found(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    private void foundAll() throws IOException {
        for (Map.Entry<String, String> each : FOUND.entrySet()) {
            found(each.getKey(), each.getValue());
        }
    }

    private String text(String name) throws IOException {
        return Files.readString(home.resolve(name));
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name)));
    }

    /// Every file of the home with what it says and who may read it.
    private Map<String, String> everything() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = home.relativize(file).toString();
                all.put(
                        name,
                        mode(name)
                                + " "
                                + new String(
                                        Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all;
    }

    private static JsonObject json(String text) {
        return Objects.requireNonNull(JsonObject.parse(text), text);
    }

    @Test
    void pointsClaudeCodeAtTheGatewayAndKeepsTheRest() throws IOException {
        found(".claude/settings.json", CLAUDE);

        Ran ran = connect("claude-code");

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("+        \"ANTHROPIC_BASE_URL\": \"" + gateway.url() + "\"")
                .endsWith("A test prompt went through. Its record: request-7\n")
                .doesNotContain("sk-ant-of-before");
        JsonObject settings = json(text(".claude/settings.json"));
        assertThat(settings.text("model")).isEqualTo("opus");
        assertThat(settings.text("apiKeyHelper")).isEqualTo("cat \"$HOME/.chaperone/token\"");
        assertThat(Objects.requireNonNull(settings.object("env")).members())
                .isEqualTo(Map.of("EDITOR", "vi", "ANTHROPIC_BASE_URL", gateway.url()));
        assertThat(text(".claude/settings.json"))
                .startsWith("{\n    \"permissions\": {\"allow\": [\"Bash(ls)\"]},\n")
                .contains("sh \\\"$HOME/.chaperone/chaperone-hook\\\" claude-code PreToolUse");
        assertThat(text(".claude/settings.json.before-chaperone")).isEqualTo(CLAUDE);
        assertThat(text(".chaperone/token")).isEqualTo(Ran.SECRET);
        assertThat(mode(".chaperone/token")).isEqualTo("rw-------");
        assertThat(mode(".chaperone/chaperone-hook")).isEqualTo("rwx------");
        assertThat(text(".chaperone/chaperone-hook")).isEqualTo("#!/bin/sh\nexit 0\n");
        assertThat(text(".chaperone/gateway")).isEqualTo(gateway.url() + "\n");
        assertThat(gateway.asked())
                .last()
                .satisfies(asked -> {
                    assertThat(asked.target()).isEqualTo("/v1/messages");
                    assertThat(asked.authorization()).isEqualTo("Bearer " + Ran.SECRET);
                });
    }

    @Test
    void pointsCodexAtTheGatewayInFrontOfEveryTable() throws IOException {
        found(".codex/config.toml", CODEX);

        assertThat(connect("codex").code()).isZero();

        assertThat(text(".codex/config.toml"))
                .startsWith(
                        """
                        # chaperone begin
                        model_provider = "chaperone"
                        # chaperone end
                        # mine
                        model = "gpt-5.4"
                        # chaperone replaced: model_provider = "openai" # the usual
                        """)
                .contains("[projects.\"/home/ada/shop\"]")
                .contains("base_url = \"" + gateway.url() + "/v1\"")
                .doesNotContain(Ran.SECRET);
        assertThat(text(".codex/hooks.json")).contains("codex UserPromptSubmit");
    }

    @Test
    void writesTheTokenWhereAToolReadsItFromNowhereElse() throws IOException {
        found(".gemini/.env", "GEMINI_API_KEY=of-before\nOTHER=1\n");
        Files.setPosixFilePermissions(
                home.resolve(".gemini/.env"), PosixFilePermissions.fromString("rw-r--r--"));

        Ran gemini = connect("gemini-cli");
        Ran other = connect("continue");

        assertThat(gemini.code()).isZero();
        assertThat(gemini.err()).contains("The token stands in " + home.resolve(".gemini/.env"));
        assertThat(gemini.out()).doesNotContain("of-before");
        assertThat(text(".gemini/.env"))
                .isEqualTo(
                        """
                        # chaperone replaced: GEMINI_API_KEY=of-before
                        OTHER=1
                        # chaperone begin
                        GOOGLE_GEMINI_BASE_URL=%s
                        GEMINI_API_KEY=%s
                        # chaperone end
                        """
                                .formatted(gateway.url(), Ran.SECRET));
        assertThat(mode(".gemini/.env")).isEqualTo("rw-------");
        assertThat(text(".gemini/settings.json"))
                .contains("\"selectedType\": \"gemini-api-key\"", "gemini-cli BeforeAgent");
        assertThat(other.err()).contains("The token stands in");
        assertThat(mode(".continue/config.yaml")).isEqualTo("rw-------");
    }

    @Test
    void putsItsModelBeforeThoseOfContinue() throws IOException {
        found(".continue/config.yaml", CONTINUE);

        assertThat(connect("continue").code()).isZero();

        assertThat(text(".continue/config.yaml"))
                .isEqualTo(
                        """
                        name: mine # a remark
                        models:
                          # chaperone begin
                          - name: Chaperone
                            provider: openai
                            model: "gpt-5.4"
                            apiBase: "%s/v1"
                            apiKey: %s
                          # chaperone end
                          # the local one
                          - name: local
                            provider: ollama
                            model: qwen
                        rules: [be brief]
                        """
                                .formatted(gateway.url(), Ran.SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "name: mine\n", "models: []\nname: mine\n", "models:\n- name: a\n"})
    void addsToEveryUsualWritingOfAListOfModels(String written) throws IOException {
        found(".continue/config.yaml", written);

        assertThat(connect("continue").code()).isZero();
        assertThat(text(".continue/config.yaml")).contains("- name: Chaperone");
        found(".continue/config.yaml", text(".continue/config.yaml") + "# later\n");
        assertThat(connect("continue", "--undo").code()).isZero();

        assertThat(text(".continue/config.yaml")).isEqualTo(written + "# later\n");
    }

    @Test
    void pointsCopilotAtTheGatewayByTheShell() throws IOException {
        assertThat(connect("github-copilot", "--model", "gpt-5.4-mini").code()).isZero();

        assertThat(text(".profile"))
                .contains("export COPILOT_PROVIDER_BASE_URL=" + gateway.url() + "/v1\n")
                .contains("export COPILOT_MODEL=gpt-5.4-mini\n")
                .contains("\"$(cat \"$HOME/.chaperone/token\")\"")
                .doesNotContain(Ran.SECRET);
        assertThat(text(".copilot/hooks/chaperone.json"))
                .contains("github-copilot userPromptSubmitted");
    }

    @Test
    void pointsOpencodeAtTheGatewayAndLeavesRemarks() throws IOException {
        found(".config/opencode/opencode.jsonc", "{\n\t// mine\n\t\"theme\": \"x\",\n}\n");

        assertThat(connect("opencode").code()).isZero();

        assertThat(text(".config/opencode/opencode.jsonc"))
                .startsWith(
                        "{\n\t// mine\n\t\"theme\": \"x\",\n\t\"provider\": {\n\t\t\"chaperone\"")
                .contains("\"apiKey\": \"{file:" + home.resolve(".chaperone/token") + "}\"")
                .contains("\"model\": \"chaperone/gpt-5.4\"")
                .contains("\"file://" + home.resolve(".chaperone/chaperone-opencode.js") + "\"");
        assertThat(text(".chaperone/chaperone-opencode.js")).isEqualTo(PLUGIN);
        assertThat(text(".chaperone/gateway")).isEqualTo(gateway.url() + "\n");
    }

    @Test
    void takesThePluginOfOpencodeAwayWhileOtherToolsStayConnected() throws IOException {
        assertThat(connect("claude-code").code()).isZero();
        assertThat(connect("opencode").code()).isZero();

        assertThat(connect("opencode", "--undo").code()).isZero();

        assertThat(home.resolve(".chaperone/chaperone-opencode.js")).doesNotExist();
        assertThat(home.resolve(".chaperone/chaperone-hook")).exists();
        assertThat(home.resolve(".config/opencode/opencode.json")).doesNotExist();
    }

    @Test
    void pointsOpencodeAtAGatewayThatServesNoPlugin() throws IOException {
        gateway.answers("/hooks/opencode.js", 404, "no");

        Ran ran = connect("opencode");

        assertThat(ran.code()).isZero();
        assertThat(ran.err()).contains("Hooks are left out: this gateway serves no forwarder");
        assertThat(text(".config/opencode/opencode.json")).doesNotContain("plugin");
    }

    @Test
    void writesHooksWhereAToolCanNotBePointedAtAGateway() throws IOException {
        foundAll();

        for (String tool : List.of("cursor", "windsurf", "kiro", "amazon-q")) {
            Ran ran = connect(tool);
            assertThat(ran.code()).as(tool).isZero();
            assertThat(ran.err()).contains("can not be pointed at a gateway");
        }

        assertThat(text(".cursor/hooks.json"))
                .contains("\"stop\":[{\"command\":\"beep\"}]", "cursor beforeSubmitPrompt");
        assertThat(text(".cursor/hooks.json")).contains("\"failClosed\":true");
        assertThat(text(".codeium/windsurf/hooks.json")).contains("windsurf pre_user_prompt");
        assertThat(text(".kiro/hooks/chaperone.json")).contains("\"version\": \"v1\"");
        assertThat(text(".aws/amazonq/cli-agents/mine.json")).contains("amazon-q preToolUse");
        for (String tool : List.of("tabnine", "claude")) {
            Ran ran = connect(tool);
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err()).contains("can not be pointed", "Nothing was written");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cursor, beforeSubmitPrompt, conversation_id",
        "windsurf, pre_user_prompt, trajectory_id",
        "kiro, UserPromptSubmit, session_id",
        "amazon-q, userPromptSubmit, session_id"
    })
    void triesTheHookAsTheToolWouldRunIt(String tool, String event, String session)
            throws IOException {
        foundAll();
        forwarder("echo \"$1 $2\" >\"$HOME/ran\"\ncat >\"$HOME/told\"");

        Ran ran = connect(tool);

        assertThat(ran.code()).isZero();
        assertThat(text("ran").strip()).isEqualTo(tool + " " + event);
        assertThat(ran.out()).containsPattern("is recorded, in session connect-[0-9a-f]{8}");
        String named = ran.out().strip().replaceAll("(?s).* ", "");
        assertThat(text("told"))
                .contains(
                        "This is a test of Chaperone's hook.",
                        "\"" + session + "\":\"" + named + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "windsurf, echo 'no gateway' >&2; exit 2",
        "amazon-q, echo 'no gateway' >&2; exit 1",
        "cursor, echo '{\"continue\": false}' no gateway"
    })
    void saysWhatTheHookSaysWhenItStopsTheTestPrompt(String tool, String script)
            throws IOException {
        foundAll();
        forwarder(script);

        Ran ran = connect(tool);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("did not let a test prompt pass", "no gateway", "--undo");
        assertThat(ran.out()).doesNotContain("is recorded");
    }

    private void forwarder(String script) {
        gateway.answers("/hooks/forwarder.sh", 200, "#!/bin/sh\n" + script + "\n", Map.of());
    }

    @Test
    void leavesHooksOutWhenTheGatewayServesNoForwarder() throws IOException {
        gateway.answers("/hooks/forwarder.sh", 404, "no");

        Ran claude = connect("claude-code");
        Ran cursor = connect("cursor");

        assertThat(claude.code()).isZero();
        assertThat(claude.err()).contains("Hooks are left out: this gateway serves no forwarder");
        assertThat(text(".claude/settings.json")).doesNotContain("hooks");
        assertThat(cursor.code()).isEqualTo(1);
        assertThat(cursor.err()).contains("Its hooks are left out", "Nothing was written");
        assertThat(home.resolve(".cursor")).doesNotExist();
    }

    @Test
    void takesHooksBackWhenTheGatewayServesNoForwarderAnyMore() throws IOException {
        foundAll();
        assertThat(connect("cursor").code()).isZero();
        gateway.answers("/hooks/forwarder.sh", 404, "no");

        assertThat(connect("cursor").code()).isZero();

        assertThat(text(".cursor/hooks.json")).isEqualTo(FOUND.get(".cursor/hooks.json"));
        assertThat(connect("cursor", "--undo").err()).contains("there is nothing to undo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claude-code",
                "codex",
                "gemini-cli",
                "github-copilot",
                "opencode",
                "continue",
                "cursor",
                "windsurf",
                "kiro",
                "amazon-q"
            })
    void bringsEveryByteBack(String tool) throws IOException {
        foundAll();
        Map<String, String> before = everything();

        assertThat(connect(tool).code()).isZero();
        Map<String, String> connected = everything();
        assertThat(connected).isNotEqualTo(before);
        Ran again = connect(tool);
        assertThat(again.code()).isZero();
        assertThat(again.err()).contains("Everything stood there already");
        assertThat(everything()).isEqualTo(connected);
        assertThat(connect(tool, "--undo", "--dry-run").code()).isZero();
        assertThat(everything()).isEqualTo(connected);
        assertThat(connect(tool, "--undo").code()).isZero();

        assertThat(everything()).isEqualTo(before);
        assertThat(connect(tool, "--undo").err()).contains("there is nothing to undo");
    }

    @Test
    void takesOnlyItsOwnOutOfFilesThatWereChangedSince() throws IOException {
        foundAll();
        for (String tool : List.of("claude-code", "codex", "gemini-cli", "cursor")) {
            assertThat(connect(tool).code()).isZero();
        }
        found(
                ".claude/settings.json",
                text(".claude/settings.json")
                        .replace("\"model\": \"opus\"", "\"model\": \"haiku\", \"new\": [1]"));
        found(".codex/config.toml", text(".codex/config.toml") + "[tui]\ntheme = \"x\"\n");
        found(".gemini/.env", "FIRST=1\n" + text(".gemini/.env"));
        found(
                ".cursor/hooks.json",
                text(".cursor/hooks.json").replace("\"stop\":", "\"mine\":[],\"stop\":"));

        for (String tool : List.of("claude-code", "codex", "gemini-cli", "cursor")) {
            assertThat(connect(tool, "--undo").code()).as(tool).isZero();
        }

        assertThat(json(text(".claude/settings.json")).toString())
                .isEqualTo(
                        "{\"permissions\":{\"allow\":[\"Bash(ls)\"]},\"env\":{\"EDITOR\":\"vi\","
                                + "\"ANTHROPIC_API_KEY\":\"sk-ant-of-before\"},"
                                + "\"model\":\"haiku\",\"new\":[1]}");
        assertThat(text(".codex/config.toml")).isEqualTo(CODEX + "[tui]\ntheme = \"x\"\n");
        assertThat(text(".gemini/.env"))
                .isEqualTo("FIRST=1\nGEMINI_API_KEY=of-before\r\nOTHER='1'\r\n");
        assertThat(json(text(".cursor/hooks.json")).toString())
                .isEqualTo(
                        "{\"version\":1,\"hooks\":{\"mine\":[],\"stop\":[{\"command\":\"beep\"}]}}");
        assertThat(home.resolve(".chaperone/token")).doesNotExist();
    }

    @Test
    void followsTheGatewayToANewAddressAndUndoesAllOfIt() throws IOException {
        found(".codex/config.toml", CODEX);
        assertThat(connect("codex").code()).isZero();
        found(".codex/config.toml", text(".codex/config.toml") + "# later\n");
        try (FakeWorkspace moved = new FakeWorkspace()) {
            moved.answers("/v1/responses", 200, "{}", RECORDED);

            assertThat(connect("codex", "--gateway", moved.url()).code()).isZero();

            assertThat(text(".codex/config.toml"))
                    .contains(moved.url())
                    .doesNotContain(gateway.url())
                    .containsOnlyOnce("[model_providers.chaperone]");
            assertThat(home.resolve(".codex/hooks.json")).doesNotExist();
        }
        assertThat(connect("codex", "--undo").code()).isZero();
        assertThat(text(".codex/config.toml")).isEqualTo(CODEX + "# later\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "{\"env\": 3}",
                "{\"hooks\": {\"Stop\": \"x\"}}",
                "{} {}",
                "{\"a\": 1",
                "\uFEFF{}"
            })
    void refusesWhatIsNoFileOfSettings(String text) throws IOException {
        found(".claude/settings.json", text);
        refuses("claude-code");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model_provider = ",
                "[model_providers.chaperone]\nname = \"mine\"\n",
                "model_providers.chaperone.name = \"mine\"\n",
                "text = \"\"\"\nnever ends\n"
            })
    void refusesTomlThatItCouldBreak(String text) throws IOException {
        found(".codex/config.toml", text);
        refuses("codex");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a: [", "models: {a: 1}\n", "models: [{name: a}]\n", "- a\n", "models:\n"})
    void refusesYamlThatItCouldBreak(String text) throws IOException {
        found(".continue/config.yaml", text);
        refuses("continue");
    }

    @Test
    void refusesLinksFoldersAndFilesThatAreReadOnlyHugeOrNoText() throws IOException {
        Path file = home.resolve(".claude/settings.json");
        found(".claude/settings.json", "{}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assertThat(refuses("claude-code").err()).contains("is read-only", "chmod u+w");

        Files.delete(file);
        found("dotfiles/settings.json", "{}");
        Files.createSymbolicLink(file, home.resolve("dotfiles/settings.json"));
        assertThat(refuses("claude-code").err()).contains("is a link to");

        Files.delete(file);
        Files.createDirectory(file);
        assertThat(refuses("claude-code").err()).contains("is no file");

        Files.delete(file);
        found(".claude/settings.json", "{\"a\":\"" + "x".repeat(5_000_000) + "\"}");
        assertThat(refuses("claude-code").err()).contains("is too large");

        Files.write(file, new byte[] {'{', (byte) 0xff, '}'});
        assertThat(refuses("claude-code").err()).contains("is not UTF-8 text");
    }

    /// Nothing at all is written, not even the token.
    private Ran refuses(String tool) throws IOException {
        Map<String, String> before = everything();
        Ran ran = connect(tool);
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("Nothing was written");
        assertThat(everything()).isEqualTo(before);
        return ran;
    }

    @Test
    void onlyShowsWhatItWouldWrite() throws IOException {
        foundAll();
        Map<String, String> before = everything();

        Ran ran = connect("claude-code", "--dry-run");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("+++ " + home.resolve(".claude/settings.json"));
        assertThat(everything()).isEqualTo(before);
        assertThat(gateway.asked()).noneMatch(asked -> asked.method().equals("POST"));
    }

    @Test
    void saysWhatToDoWhenTheTestPromptDoesNotGoThrough() {
        gateway.answers(
                "/v1/messages",
                451,
                "{\"error\":{\"message\":\"Rule no-tests\"}}",
                Map.of("request-id", "request-8"));
        Ran refused = connect("claude-code");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .contains("status 451", "Rule no-tests", "request-8", "connect claude-code --undo");

        gateway.answers("/v1/messages", 404, "{\"error\":{\"message\":\"no model\"}}", RECORDED);
        assertThat(connect("claude-code").err()).contains("is recorded", "--model");

        gateway.answers("/v1/messages", 401, "{}", Map.of());
        assertThat(connect("claude-code").err()).contains("Get a token that works");

        gateway.answers("/v1/messages", 200, "hello", Map.of());
        Ran stranger = connect("claude-code");
        assertThat(stranger.code()).isEqualTo(3);
        assertThat(stranger.err()).contains("not as a Chaperone gateway");

        gateway.close();
        Ran gone = connect("claude-code");
        assertThat(gone.code()).isEqualTo(3);
        assertThat(gone.err()).contains("nothing answers at", "connect claude-code --undo");
    }

    @Test
    void asksForAModelWhereSeveralAreOffered() {
        gateway.answers("/v1/models", 200, "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}");
        Ran ran = connect("opencode");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("add --model M. The gateway offers: a, b");
    }

    @Test
    void refusesAddressesAndTokensThatItCouldNotKeepSafe() {
        assertThat(connect("codex", "--gateway", "http://gateway.example.com").err())
                .contains("in the clear");
        assertThat(connect("codex", "--gateway", "http://127.0.0.1.example.com").err())
                .contains("in the clear");
        assertThat(connect("codex", "--gateway", "https://a/$(reboot)").code()).isEqualTo(2);
        assertThat(connect("codex", "--token", "sk-another").err())
                .contains("no token of Chaperone")
                .doesNotContain("sk-another");
        assertThat(connect("emacs").err()).contains("claude-code, codex");
        assertThat(connect().err()).contains("which tool?");
        assertThat(home.resolve(".chaperone")).doesNotExist();
    }

    @Test
    void printsWhatAdministratorsInstall() throws IOException {
        Ran all = connect("--managed");
        Ran codex = connect("codex", "--managed");

        assertThat(all.code()).isZero();
        assertThat(all.out())
                .contains("/etc/claude-code/managed-settings.json")
                .contains("C:\\Program Files\\ClaudeCode\\managed-settings.json")
                .contains("\"allowManagedHooksOnly\": true")
                .contains("/etc/cursor/hooks.json", "## tabnine")
                .contains("/usr/local/lib/chaperone/chaperone-hook windsurf pre_user_prompt");
        assertThat(codex.out())
                .contains("/etc/codex/requirements.toml", "[[hooks.PreToolUse]]")
                .doesNotContain("claude-code");
        assertThat(everything()).isEmpty();
    }
}
