// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.junit.jupiter.api.Test;

class CatalogTest {
    private final Catalog catalog = Catalog.builtIn();

    @Test
    void knowsTheToolsThatCompaniesAskFor() {
        assertThat(catalog.tools())
                .extracting(tool -> tool.id().value())
                .contains(
                        "claude-code",
                        "claude",
                        "claude-api",
                        "github-copilot",
                        "cursor",
                        "windsurf",
                        "amazon-q",
                        "kiro",
                        "tabnine",
                        "codex",
                        "gemini-cli",
                        "opencode",
                        "continue",
                        "openai-api");
    }

    @Test
    void tellsConsumerPlansFromCommercialOnes() {
        Tool claudeCode = catalog.tool(new ToolId("claude-code")).orElseThrow();

        assertThat(claudeCode.plans())
                .containsEntry(new PlanId("pro"), Audience.CONSUMER)
                .containsEntry(new PlanId("enterprise"), Audience.COMMERCIAL);
    }

    @Test
    void saysNothingAboutAToolItDoesNotKnow() {
        assertThat(catalog.tool(new ToolId("abacus"))).isEmpty();
    }
}
