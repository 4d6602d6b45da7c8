// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.sources.Expected;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

class ConfigurationFileTest {
    @TempDir private Path directory;

    @Test
    void namesAnAuthorityFileThatCanNotVouchForAnything() throws IOException {
        Path file = Files.writeString(directory.resolve("ca.pem"), "");

        refuses("https://models.example", file, "upstreams[0].ca: " + file + " holds no");
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        refuses("https://models.example", file, "upstreams[0].ca: " + file + " is not a PEM");
        refuses("https://models.example", directory.resolve("none"), "can not be read");
        refuses("http://models.example", file, "upstreams[0].ca is of use only with an https");
    }

    @Test
    void namesWhatItWouldOtherwiseTakeForSomethingElse() throws IOException {
        Path garbage = Files.writeString(directory.resolve("garbage.pem"), "-----BEGIN WAT-----");
        Path file =
                Files.writeString(
                        directory.resolve("config.yaml"),
                        """
                        tls: {cert: %s, key: %s}
                        upstreams:
                          - name: main
                            kind: anthropic
                            base-url: https://models.example
                            pass-through: "yes"
                            region: eu
                            organizations: company
                          - name: google
                            kind: gemini
                            base-url: https://models.example
                            pass-through: true
                            organizations: [company]
                        """
                                .formatted(garbage, garbage));

        assertThatThrownBy(() -> ConfigurationFile.read(file, _ -> null))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("tls.cert: " + garbage)
                .hasMessageContaining("tls.key: " + garbage)
                .hasMessageContaining("pass-through is 'yes', not true or false")
                .hasMessageContaining("[0].organizations is not a list")
                .hasMessageContaining("[0].organizations is of use only with pass-through")
                .hasMessageContaining("kind gemini do not say whose")
                .hasMessageContaining("region: this version knows no regions");
    }

    @Test
    void saysWhomTelemetryIsExpectedFrom() throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("config.yaml"),
                        """
                        telemetry:
                          expected: [claude-code, codex]
                          gateway-expected: [claude-code]
                          silent-after: 2d
                        """);

        assertThat(ConfigurationFile.read(file, _ -> null).expected())
                .isEqualTo(
                        new Expected(
                                Set.of(new ToolId("claude-code"), new ToolId("codex")),
                                Set.of(new ToolId("claude-code")),
                                Duration.ofDays(2)));

        Files.writeString(
                file,
                """
                telemetry:
                  expected: [claude-cod]
                  gateway-expected: claude-code
                  silent-after: soon
                  gateway: true
                """);
        assertThatThrownBy(() -> ConfigurationFile.read(file, _ -> null))
                .hasMessageContaining("telemetry.expected names 'claude-cod'")
                .hasMessageContaining("telemetry.gateway-expected must be a list")
                .hasMessageContaining("telemetry.silent-after is 'soon'")
                .hasMessageContaining("unknown key 'gateway'");
    }

    @Test
    void wantsANameAndAnAddressOfEachWitness() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("config.yaml"),
                        """
                        ledger:
                          witnesses:
                            - {url: "https://witness.example", vkeys: []}
                            - {name: partner, vkeys: []}
                        """);

        assertThatThrownBy(() -> ConfigurationFile.read(file, _ -> null))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("ledger.witnesses[0] needs a name and the url")
                .hasMessageContaining("ledger.witnesses[1] needs a name and the url");
    }

    private void refuses(String base, Path ca, String problem) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("config.yaml"),
                        """
                        upstreams:
                          - {name: main, kind: anthropic, base-url: %s, ca: %s}
                        """
                                .formatted(base, ca));

        assertThatThrownBy(() -> ConfigurationFile.read(file, _ -> null))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(problem);
    }
}
