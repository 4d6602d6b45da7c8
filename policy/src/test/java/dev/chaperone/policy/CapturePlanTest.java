// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.vocabulary.Jurisdiction;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;

/// Which level a request gets.
class CapturePlanTest {
    private static final String HEAD =
            """
            apiVersion: chaperone.dev/v1
            organization: Northwind
            owner: security@northwind.example
            effective: 2026-11-24
            tools: []
            repositories:
              - {match: "github.com/acme/vault-*", class: confidential}
              - {match: "github.com/acme/*", class: internal}
            """;

    /// Rules that make more be kept than the usual.
    private static final String RAISING =
            HEAD
                    + """
                    capture:
                      classes: {standard: 90d, short: 30d}
                      rules:
                        - {repository-class: confidential, tool: claude-code, prompts: full, retention: short}
                        - {repository-class: confidential, prompts: digest}
                        - {repositories: ["gitlab.com/*/web", "*.example/?"], prompts: redacted, answers: full}
                        - {team: Payments, jurisdiction: DE, answers: digest}
                        - {jurisdiction: FR, prompts: digest, answers: digest}
                    """;

    /// Rules that make less be kept than the usual.
    private static final String LOWERING =
            HEAD
                    + """
                    capture:
                      prompts: full
                      answers: full
                      classes: {standard: 90d, short: 30d}
                      rules:
                        - {jurisdiction: DE, prompts: metadata, retention: short}
                        - {repository-class: confidential, answers: digest}
                        - {tool: codex, prompts: redacted}
                    """;

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    claude-code, github.com/acme/vault-1, -,        -,  full,     metadata, short
                    claude-code, GitHub.com/Acme/Vault-1, -,        -,  full,     metadata, short
                    codex,       github.com/acme/vault-1, -,        -,  digest,   metadata, standard
                    codex,       github.com/acme/shop,    -,        -,  metadata, metadata, standard
                    codex,       gitlab.com/a/b/web,      -,        -,  redacted, full,     standard
                    codex,       gitlab.com/a/b/webb,     -,        -,  metadata, metadata, standard
                    codex,       git.example/x,           -,        -,  redacted, full,     standard
                    codex,       git.example/xy,          -,        -,  metadata, metadata, standard
                    codex,       -,                       -,        -,  metadata, metadata, standard
                    claude-code, -,                       -,        -,  metadata, metadata, short
                    codex,       a,                       Payments, DE, metadata, digest,   standard
                    codex,       a,                       payments, DE, metadata, metadata, standard
                    codex,       a,                       Sales,    DE, metadata, metadata, standard
                    codex,       a,                       -,        DE, metadata, metadata, standard
                    codex,       a,                       Payments, -,  metadata, metadata, standard
                    codex,       a,                       Payments, FR, digest,   digest,   standard
                    """)
    void takesTheFirstRuleThatFits(
            String tool,
            @Nullable String repository,
            @Nullable String team,
            @Nullable String country,
            String prompt,
            String answer,
            String retention)
            throws PolicyException {
        assertThat(plan(RAISING, question(tool, repository, team, country)))
                .isEqualTo(prompt + " " + answer + " " + retention);
    }

    /// Whoever does not say where they are must not be kept more of than wherever they may be.
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    claude-code, a,                       FR, full,     full,   standard
                    claude-code, a,                       DE, metadata, full,   short
                    claude-code, a,                       -,  metadata, full,   short
                    claude-code, github.com/acme/vault-1, FR, full,     digest, standard
                    claude-code, -,                       FR, full,     digest, standard
                    claude-code, -,                       -,  metadata, digest, short
                    codex,       -,                       FR, redacted, digest, standard
                    """)
    void notKnowingNeverMakesMoreBeKept(
            String tool,
            @Nullable String repository,
            @Nullable String country,
            String prompt,
            String answer,
            String retention)
            throws PolicyException {
        assertThat(plan(LOWERING, question(tool, repository, null, country)))
                .isEqualTo(prompt + " " + answer + " " + retention);
    }

    @Test
    void looksAtNothingWhereThereAreNoRules() throws PolicyException {
        PolicySnapshot policy = read(HEAD);
        Question question = question("codex", "github.com/acme/shop", "Payments", "DE");

        assertThat(policy.capture(question)).isSameAs(CaptureTerms.DEFAULT.usual());
    }

    @Test
    void aPatternFitsWholeNamesOnly() {
        assertThat(new Glob("a*b*c").matches("aXbbXbc")).isTrue();
        assertThat(new Glob("a*b*c").matches("aXbbXb")).isFalse();
        assertThat(new Glob("*").matches("")).isTrue();
        assertThat(new Glob("a").matches("aa")).isFalse();
        assertThat(new Glob("a?").matches("a")).isFalse();
        assertThat(new Glob("**a**").matches("bab")).isTrue();
    }

    private static String plan(String policy, Question question) throws PolicyException {
        CapturePlan plan = read(policy).capture(question);
        return plan.prompt().written() + " " + plan.answer().written() + " " + plan.retention();
    }

    private static Question question(
            String tool,
            @Nullable String repository,
            @Nullable String team,
            @Nullable String country) {
        return Asked.with(tool)
                .in(repository)
                .by(
                        team == null ? Set.of() : Set.of(team, "Everybody"),
                        country == null ? null : new Jurisdiction(country))
                .question();
    }

    private static PolicySnapshot read(String text) throws PolicyException {
        return PolicyFile.read(text, Catalog.builtIn(), Set.of());
    }
}
