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
    void showsClaimsAboutRetentionThatContradictEachOtherWithTheirDates() {
        assertThat(catalog.retention(new ToolId("claude-code"), new PlanId("api")))
                .hasSizeGreaterThan(1)
                .allSatisfy(claim -> assertThat(claim.source()).isNotBlank())
                .extracting(RetentionClaim::says)
                .doesNotHaveDuplicates();
        assertThat(catalog.retention(new ToolId("codex"), new PlanId("api"))).isEmpty();
    }

    @Test
    void saysOfEveryToolWhatEachWayInCanDo() {
        for (Tool tool : catalog.tools()) {
            assertThat(catalog.coverage(tool.id()))
                    .isNotEmpty()
                    .allSatisfy(each -> {
                        assertThat(each.sees()).containsOnlyKeys(Coverage.Traffic.values());
                        assertThat(each.source()).isNotBlank();
                        assertThat(each.asOf()).isBefore("2030-01-01");
                    });
        }
        ToolId cursor = new ToolId("cursor");
        assertThat(catalog.best(cursor, Coverage.Traffic.PROMPT)).isEqualTo(Coverage.Sight.BLOCKS);
        assertThat(catalog.best(new ToolId("tabnine"), Coverage.Traffic.PROMPT))
                .isEqualTo(Coverage.Sight.UNSEEN);
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
