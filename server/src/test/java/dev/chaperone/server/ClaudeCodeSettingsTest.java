// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chaperone.workspace.settings.ServedSettings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What `config.yaml` says about Claude Code, and where it may sign in.
final class ClaudeCodeSettingsTest {
    @TempDir private Path directory;

    @Test
    void hasTheseDefaults() throws Exception {
        ClaudeCodeSettings settings = read("").claudeCode();

        assertThat(settings.lifetimes().access()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.lifetimes().signIn()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.gatewayUrl()).isNull();
        assertThat(settings.managed())
                .singleElement()
                .extracting(ServedSettings::text)
                .isEqualTo(
                        "{\"env\":{\"CLAUDE_CODE_ENABLE_TELEMETRY\":\"1\","
                                + "\"CLAUDE_CODE_GATEWAY_HINT_HEADERS\":\"1\","
                                + "\"OTEL_EXPORTER_OTLP_PROTOCOL\":\"http/json\","
                                + "\"OTEL_LOGS_EXPORTER\":\"otlp\","
                                + "\"OTEL_METRICS_EXPORTER\":\"otlp\"}}");
    }

    @Test
    void readsWhatIsSaid() throws Exception {
        Path file = Files.writeString(directory.resolve("all.json"), "{\"model\": \"opus\"}");
        ConfigurationFile.Settings settings =
                read(
                        """
                        public-url: https://chaperone.example/
                        claude-code:
                          gateway-url: https://gateway.example
                          access-minutes: 15
                          sign-in-days: 7
                          managed-settings: [{teams: [Cloud], file: %s}, {file: %s}]
                        """
                                .formatted(file, file));

        assertThat(settings.publicUrl()).isEqualTo(URI.create("https://chaperone.example"));
        assertThat(settings.claudeCode().gatewayUrl())
                .isEqualTo(URI.create("https://gateway.example"));
        assertThat(settings.claudeCode().lifetimes().access()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.claudeCode().managed()).hasSize(2);
        assertThat(read("claude-code: {managed-settings: []}").claudeCode().managed()).isEmpty();
    }

    @Test
    void namesEveryMistake() throws Exception {
        Path list = Files.writeString(directory.resolve("list.json"), "[]");
        assertThatThrownBy(() ->
                        read(
                                """
                                public-url: ftp://chaperone.example
                                claude-code:
                                  gateway-url: http://gateway.example
                                  access-minutes: 0
                                  sign-in-days: many
                                  colour: blue
                                  managed-settings:
                                    - {file: %s}
                                    - {teams: [], file: none.json}
                                    - {teams: [Cloud]}
                                """
                                        .formatted(list)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("public-url is 'ftp://chaperone.example'")
                .hasMessageContaining("claude-code.gateway-url is 'http://gateway.example'")
                .hasMessageContaining("claude-code.access-minutes is '0', not 1 to 1440")
                .hasMessageContaining("claude-code.sign-in-days is 'many', not 1 to 365")
                .hasMessageContaining("unknown key 'colour'")
                .hasMessageContaining("list.json: it is not a JSON object")
                .hasMessageContaining("[1].teams must be a list of names")
                .hasMessageContaining("[1].file: none.json can not be read")
                .hasMessageContaining("[2] would never be used")
                .hasMessageContaining("[2].file is missing");
    }

    @Test
    void offersTheSignInOnThisMachineOverHttpsAndNowhereElse() throws Exception {
        assertThat(hindrance("", "--demo")).isNull();
        assertThat(hindrance("", "--bind", "::1")).isNull();
        assertThat(hindrance("", "--bind", "10.0.0.1", "--behind-tls-proxy"))
                .contains("https only");
        assertThat(
                        hindrance(
                                "public-url: https://pages.example",
                                "--bind",
                                "0.0.0.0",
                                "--behind-tls-proxy"))
                .contains("https only");
        String proxied = "claude-code: {gateway-url: 'https://gateway.example'}\n";
        assertThat(hindrance(proxied, "--bind", "0.0.0.0", "--behind-tls-proxy"))
                .contains("does not know the address");
        assertThat(
                        hindrance(
                                proxied + "public-url: https://pages.example\n",
                                "--bind",
                                "0.0.0.0",
                                "--behind-tls-proxy"))
                .isNull();
    }

    private @Nullable String hindrance(String configuration, String... options) throws Exception {
        return SignInOffer.of(Options.parse(List.of(options)), read(configuration)).hindrance();
    }

    private ConfigurationFile.Settings read(String text) throws IOException, StartFailure {
        Path file = Files.writeString(directory.resolve("config.yaml"), text);
        return ConfigurationFile.read(file, _ -> null);
    }
}
