// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Real assistants that report by telemetry what they do through the gateway.
@Tag("clients")
@Timeout(600)
class RealTelemetryTest {
    private static final String PROMPT = "run `cat hello.txt`";

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"http/json", "http/protobuf"})
    void joinsWhatClaudeCodeReportsWithWhatCameThroughTheGateway(String protocol) throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            Map<String, String> environment = new HashMap<>();
            environment.put("ANTHROPIC_BASE_URL", demo.instance().gatewayUrl());
            environment.put("ANTHROPIC_AUTH_TOKEN", demo.token());
            environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
            environment.put("DISABLE_AUTOUPDATER", "1");
            environment.put("CLAUDE_CODE_ENABLE_TELEMETRY", "1");
            environment.put("OTEL_LOGS_EXPORTER", "otlp");
            environment.put("OTEL_METRICS_EXPORTER", "otlp");
            environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", protocol);
            environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", demo.instance().gatewayUrl());
            environment.put("OTEL_EXPORTER_OTLP_HEADERS", "x-chaperone-token=" + demo.token());
            environment.put("OTEL_LOG_USER_PROMPTS", "1");

            new RealClient(directory).run(environment, "claude", "-p", "Say hello.");

            joined(demo, "claude-code", true);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "binary"})
    void joinsWhatCodexReportsWithWhatCameThroughTheGateway(String protocol) throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            RealClient client = new RealClient(directory);
            Files.writeString(
                    client.home().resolve("config.toml"),
                    """
                    model_provider = "chaperone"
                    model = "gpt-5.4"
                    [model_providers.chaperone]
                    name = "Chaperone"
                    base_url = "GATEWAY/v1"
                    env_key = "CODEX_API_KEY"
                    wire_api = "responses"
                    [otel]
                    log_user_prompt = true
                    exporter = {otlp-http = {endpoint = "GATEWAY/v1/logs", protocol = "%s", headers = {x-chaperone-token = "%s"}}}
                    """
                            .formatted(protocol, demo.token())
                            .replace("GATEWAY", demo.instance().gatewayUrl()));
            client.run(
                    Map.of("CODEX_HOME", client.home().toString(), "CODEX_API_KEY", demo.token()),
                    "codex",
                    "exec",
                    "--skip-git-repo-check",
                    "--dangerously-bypass-approvals-and-sandbox",
                    PROMPT);

            joined(demo, "codex", true);
        }
    }

    @Test
    void takesWhatGeminiCliReports() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory.resolve("data"))) {
            RealClient client = new RealClient(directory);
            Files.createDirectories(client.home().resolve(".gemini"));
            Files.writeString(
                    client.home().resolve(".gemini/settings.json"),
                    """
                    {"security": {"auth": {"selectedType": "gemini-api-key"}},
                     "privacy": {"usageStatisticsEnabled": false},
                     "telemetry": {"enabled": true, "target": "local", "otlpProtocol": "http", "otlpEndpoint": "%s"}}
                    """
                            .formatted(demo.instance().gatewayUrl()));
            client.run(
                    Map.of(
                            "GOOGLE_GEMINI_BASE_URL",
                            demo.instance().gatewayUrl(),
                            "GEMINI_API_KEY",
                            demo.token(),
                            "OTEL_EXPORTER_OTLP_HEADERS",
                            "x-chaperone-token=" + demo.token()),
                    "gemini",
                    "--yolo",
                    "--skip-trust",
                    "-m",
                    "gemini-2.5-pro",
                    "-p",
                    PROMPT);

            joined(demo, "gemini-cli", false);
        }
    }

    /// @param bySession whether the tool calls a session the same at the gateway
    private static void joined(RunningDemo demo, String tool, boolean bySession) throws Exception {
        List<JsonNode> all = RealClient.interactions(demo);
        List<JsonNode> told = from(all, "telemetry");
        List<JsonNode> seen = from(all, "gateway");
        assertThat(told).as("rows of %s", all).isNotEmpty();
        assertThat(told)
                .allSatisfy(row -> assertThat(row.path("tool").asString()).isEqualTo(tool))
                .anySatisfy(row ->
                        assertThat(row.path("operation").asString()).isEqualTo("telemetry-prompt"))
                .anySatisfy(row -> assertThat(row.at("/answer/tokens").asLong(0)).isPositive());
        assertThat(seen).isNotEmpty();
        if (bySession) {
            assertThat(told)
                    .allMatch(row -> row.path("session").equals(seen.getFirst().path("session")));
        }
        assertThat(demo.json("/api/v1/sources").path("items"))
                .anySatisfy(sender -> {
                    assertThat(sender.path("tool").asString()).isEqualTo(tool);
                    assertThat(sender.path("source").asString()).isEqualTo("telemetry");
                    assertThat(sender.path("state").asString()).isEqualTo("ok");
                });
    }

    private static List<JsonNode> from(List<JsonNode> all, String source) {
        return all.stream().filter(each -> each.path("source").asString().equals(source)).toList();
    }
}
