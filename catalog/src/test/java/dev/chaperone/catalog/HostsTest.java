// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.vocabulary.PlanId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Objects;

class HostsTest {
    private final Hosts hosts = Hosts.builtIn();

    @Test
    void speaksOfToolsAndPlansOfTheCatalogueOnly() {
        Catalog catalog = Catalog.builtIn();
        assertThat(hosts.asOf()).isAfter("2026-11-01");
        assertThat(hosts.all())
                .isNotEmpty()
                .allSatisfy(host -> {
                    assertThat(host.source()).isNotBlank();
                    assertThat(host.certainty())
                            .isIn("documented", "observed", "claimed", "unverified");
                    if (host.tool() != null) {
                        Tool tool = catalog.tool(host.tool()).orElseThrow();
                        assertThat(tool.vendor()).isEqualTo(host.vendor());
                        assertThat(tool.plans().keySet()).containsAll(host.plans());
                    }
                });
    }

    @ParameterizedTest
    @CsvSource({
        "api.individual.githubcopilot.com, individual",
        "proxy.individual.githubcopilot.com, individual",
        "api.business.githubcopilot.com, business",
        "proxy.business.githubcopilot.com, business",
        "api.enterprise.githubcopilot.com, enterprise"
    })
    void tellsThePlansOfCopilotByTheirHosts(String name, String plan) {
        assertThat(hosts.of(name).orElseThrow().plans()).first().isEqualTo(new PlanId(plan));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "githubcopilot.com",
                "api.githubcopilot.com.evil.example",
                "evilgithubcopilot.com",
                "api.anthropic.com.",
                "xapi.anthropic.com",
                "bedrock-runtime.a.b.amazonaws.com"
            })
    void takesNoOtherNameForOneOfThem(String name) {
        assertThat(hosts.of(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/chat/completions, chat",
        "/mcp/readonly, text",
        "/telemetry, none",
        "/telemetry/../chat/completions, ''",
        "/mcp//x, ''",
        "/mcp/%2e%2e/chat/completions, ''",
        "/v1/engines/copilot-codex/completions, ''"
    })
    void tellsWhatAPathMeans(String path, String meaning) {
        Wire copilot =
                Objects.requireNonNull(
                        hosts.of("api.business.githubcopilot.com").orElseThrow().wire());

        assertThat(copilot.meaning(path).orElse("")).isEqualTo(meaning);
    }
}
