// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.detection.Scanner;
import dev.chaperone.vocabulary.ToolId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";

    private final Names names = new Names(Scanner::builtIn);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claude-opus-5-5",
                "gpt-5.4",
                "eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-x",
                "publishers/anthropic/models/claude-sonnet-4@20250514",
                "claude-sonnet-4@default",
                "@cf/meta/llama-3.1-8b-instruct",
                "llama3.2:3b-instruct-q4_K_M",
                "ft:gpt-4o-mini:acme::B1x2",
                "unreadable"
            })
    void keepsModelsInTheSpellingOfEveryCloud(String model) {
        assertThat(names.model(model)).isEqualTo(model);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claude alice@example.com " + KEY,
                "alice@example.com",
                "alice@intranet",
                "x/alice@example.com/y",
                KEY,
                "claude-" + KEY,
                "claude\n",
                "größe",
                ""
            })
    void saysOfAnythingElseThatItIsNoModel(String told) {
        assertThat(names.model(told)).isEqualTo("unreadable");
        assertThat(names.model("x".repeat(201))).isEqualTo("unreadable");
    }

    @Test
    void keepsVersionsAndStopReasonsOnlyInTheirForm() {
        assertThat(names.version("2.1.330")).isEqualTo("2.1.330");
        assertThat(names.version("1.0.0-beta.2+x64_a")).isEqualTo("1.0.0-beta.2+x64_a");
        assertThat(names.version("alice@example.com")).isEqualTo("unreadable");
        assertThat(names.version(KEY)).isEqualTo("unreadable");
        assertThat(names.stopReason("model_context_window_exceeded"))
                .isEqualTo("model_context_window_exceeded");
        assertThat(names.stopReason("because Alice said so")).isEqualTo("unreadable");
        assertThat(names.stopReason(KEY)).isEqualTo("unreadable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app",
                "northwind/shop",
                "a b",
                "größe/büro",
                "git@github.com:acme/shop.git",
                "ssh://git@git.example.com:7999/shop/app.git",
                "https://github.com/acme/shop@v1.2.3",
                "@acme/shop",
                "acme/shop@main"
            })
    void keepsRepositories(String repository) {
        assertThat(names.repository(repository)).isEqualTo(repository);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme/alice@example.com",
                "acme/alice%40example.com",
                "https://alice:pa/ss@github.com/x.git",
                "mails of alice@example.com",
                "acme/" + KEY,
                "api_key=9f8e7d6c5b4a39281706"
            })
    void recordsNoRepositoryThatHoldsAnAddressOrASecret(String told) {
        assertThat(names.repository(told)).isEqualTo("unreadable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5f0c2a3e-9d71-4c58-8a0e-6f1b2c3d4e5f", "ses_0f-A.1", "s-1", "user:7"})
    void keepsIdsOfSessions(String session) {
        assertThat(names.session(session)).isEqualTo(session);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice@example.com",
                "/home/anna/.claude/sessions/7",
                "alice.smith",
                "7 things about Alice",
                KEY,
                "\u0007"
            })
    void replacesOtherSessionsByADigestThatStillGroups(String told) {
        String recorded = names.session(told);

        assertThat(recorded).matches("digest-[0-9a-f]{32}").isEqualTo(names.session(told));
        assertThat(names.session(told + "x")).isNotEqualTo(recorded);
        assertThat(new Names(Scanner::builtIn).session(told)).isNotEqualTo(recorded);
    }

    @Test
    void recordsNoToolThatLooksLikeASecret() {
        assertThat(names.tool(new ToolId("cursor"))).isEqualTo(new ToolId("cursor"));
        assertThat(names.tool(new ToolId("xoxb-123456789012-abcdefghij0123456789")))
                .isEqualTo(new ToolId("unreadable"));
    }

    @Test
    void knowsWhatWasNotTold() {
        assertThat(names.model(null)).isNull();
        assertThat(names.version(null)).isNull();
        assertThat(names.stopReason(null)).isNull();
        assertThat(names.repository(null)).isNull();
        assertThat(names.session(null)).isNull();
    }
}
