// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The real opencode through the gateway, against the demo model, with our plug-in and without it.
@Tag("clients")
@Timeout(600)
class OpencodeTest {
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";

    @TempDir private Path directory;

    @Test
    void runsACommandOfWhichThePluginTellsToo() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            install(demo, true);
            String remote = new RealClient(directory).repository();

            String said = ask(demo.instance().gatewayUrl(), "run `cat hello.txt`");

            assertThat(said).contains("xyzzy", "bash returned");
            List<JsonNode> all = RealClient.interactions(demo);
            assertThat(all)
                    .allSatisfy(each -> {
                        assertThat(each.path("tool").asString()).isEqualTo("opencode");
                        assertThat(each.path("decision").asString()).isEqualTo("allowed");
                        assertThat(each.path("session").asString()).startsWith("ses_");
                        assertThat(each.path("repository").asString()).isEqualTo(remote);
                        assertThat(each.path("session")).isEqualTo(all.getFirst().path("session"));
                    });
            assertThat(all)
                    .filteredOn(each -> each.path("source").asString().equals("hook"))
                    .extracting(each -> each.path("operation").asString())
                    .containsExactlyInAnyOrder(
                            "hook-session",
                            "hook-prompt",
                            "hook-pre-exec",
                            "hook-response",
                            "hook-post",
                            "hook-response");
            assertThat(all)
                    .filteredOn(each -> each.path("source").asString().equals("gateway"))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(turn -> {
                        assertThat(turn.path("model").asString()).isEqualTo("gpt-5.4");
                        assertThat(turn.at("/answer/tokens").asLong()).isPositive();
                    });
            // What hooks tell of a session that the gateway sees is counted there.
            assertThat(RealClient.counted(demo)).isEqualTo(all.size() - 6);
        }
    }

    @Test
    void isStoppedByThePluginBeforeTheModelIsAsked() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            install(demo, true);

            String said = ask(demo.instance().gatewayUrl(), "Is " + KEY + " a good key?");

            assertThat(said).contains("Rule no-secrets", "How to proceed");
            assertThat(RealClient.prompts(demo)).isZero();
            assertThat(RealClient.interactions(demo))
                    .filteredOn(each -> !each.path("operation").asString().equals("hook-session"))
                    .singleElement()
                    .satisfies(only -> {
                        assertThat(only.path("source").asString()).isEqualTo("hook");
                        assertThat(only.path("operation").asString()).isEqualTo("hook-prompt");
                        assertThat(only.path("decision").asString()).isEqualTo("blocked");
                    });
        }
    }

    @Test
    void keepsAFileInsideThatIsGivenWithThePrompt() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            install(demo, true);
            Path file = Files.createDirectories(directory.resolve("shop")).resolve("deploy.txt");
            Files.writeString(file, "key " + KEY + "\n");

            String said = ask(demo.instance().gatewayUrl(), "look at it", "--file", "deploy.txt");

            assertThat(said).contains("Rule no-secrets");
            assertThat(RealClient.prompts(demo)).isZero();
        }
    }

    @Test
    void isStoppedWhenChaperoneDoesNotAnswerThePlugin() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            install(demo, true);

            String said = ask("http://127.0.0.1:1", "Say hello.");

            assertThat(said).contains("did not answer in time");
            assertThat(RealClient.prompts(demo)).isZero();
            assertThat(RealClient.interactions(demo)).isEmpty();
        }
    }

    @Test
    void goesOnWhenChaperoneDoesNotAnswerThePluginOnlyIfToldTo() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            install(demo, true);

            String said =
                    ask("http://127.0.0.1:1", "Say hello.", Map.of("CHAPERONE_FAIL_OPEN", "1"));

            assertThat(said).contains("You asked", "went on unchecked");
            assertThat(RealClient.interactions(demo))
                    .isNotEmpty()
                    .allMatch(each -> each.path("source").asString().equals("gateway"));
        }
    }

    @Test
    void keepsTheResultOfACommandInside() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            install(demo, true);
            Path file = Files.createDirectories(directory.resolve("shop")).resolve("deploy.txt");
            Files.writeString(file, "key " + KEY + "\n");

            String said = ask(demo.instance().gatewayUrl(), "run `cat deploy.txt`");

            assertThat(said).contains("bash returned: “Chaperone: blocked by the policy");
            assertThat(RealClient.interactions(demo))
                    .filteredOn(each -> each.path("decision").asString().equals("blocked"))
                    .singleElement()
                    .satisfies(only ->
                            assertThat(only.path("operation").asString()).isEqualTo("hook-post"));
        }
    }

    @Test
    void showsTheDeveloperWhatTheGatewayKept() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            install(demo, false);

            String said = ask(demo.instance().gatewayUrl(), "Is " + KEY + " a good key?");

            assertThat(said).contains("Rule no-secrets", "How to proceed");
            assertThat(RealClient.prompts(demo)).isZero();
            assertThat(RealClient.interactions(demo))
                    .isNotEmpty()
                    .allSatisfy(each -> {
                        assertThat(each.path("source").asString()).isEqualTo("gateway");
                        assertThat(each.path("decision").asString()).isEqualTo("blocked");
                    });
        }
    }

    /// As `chaperone connect opencode` does.
    private void install(RunningDemo demo, boolean plugged) throws Exception {
        RealClient client = new RealClient(directory);
        Path plugin = client.plugin(demo);
        Path folder = Files.createDirectories(client.home().resolve(".config/opencode"));
        Files.writeString(
                folder.resolve("opencode.json"),
                """
                {"provider": {"chaperone": {
                   "npm": "@ai-sdk/openai-compatible",
                   "name": "Chaperone",
                   "options": {"baseURL": "%s/v1", "apiKey": "{file:%s}"},
                   "models": {"gpt-5.4": {}}}},
                 "model": "chaperone/gpt-5.4",
                 "plugin": [%s]}
                """
                        .formatted(
                                demo.instance().gatewayUrl(),
                                client.home().resolve(".chaperone/token"),
                                plugged ? "\"" + plugin.toUri() + "\"" : ""));
    }

    private String ask(String hooks, String prompt, String... more) throws Exception {
        return ask(hooks, prompt, Map.of(), more);
    }

    private String ask(String hooks, String prompt, Map<String, String> variables, String... more)
            throws Exception {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("CHAPERONE_GATEWAY", hooks);
        environment.put("OPENCODE_DISABLE_AUTOUPDATE", "1");
        environment.put("OPENCODE_DISABLE_MODELS_FETCH", "1");
        List<String> arguments = new ArrayList<>(List.of("run", prompt));
        arguments.addAll(List.of(more));
        return new RealClient(directory)
                .run(environment, "opencode", arguments.toArray(String[]::new));
    }
}
