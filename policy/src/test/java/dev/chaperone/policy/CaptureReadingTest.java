// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.ToolId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the sections `capture` and `repositories` of a policy file may say.
class CaptureReadingTest {
    private static final String HEAD =
            """
            apiVersion: chaperone.dev/v1
            organization: Northwind
            owner: security@northwind.example
            effective: 2026-11-24
            tools: []
            """;
    private static final String GOOD =
            HEAD
                    + """
                    repositories:
                      - {match: "github.com/acme/vault", class: confidential}
                    capture:
                      prompts: digest
                      answers: metadata
                      retention: short
                      classes: {short: 30d, long: 400d}
                      second-person: false
                      rules:
                        - {tool: claude-code, repository-class: confidential, team: Payments, jurisdiction: DE, prompts: full, retention: long}
                        - {repositories: ["github.com/acme/*", "x"], answers: redacted}
                    """;

    @Test
    void keepsNothingWhenThePolicySaysNothing() throws PolicyException {
        CaptureTerms terms = read(HEAD).captureTerms();

        assertThat(terms).isEqualTo(CaptureTerms.DEFAULT);
        assertThat(terms.keepsAnything()).isFalse();
        assertThat(terms.secondPerson()).isTrue();
        assertThat(terms.classes()).isEqualTo(Map.of("standard", 90));
        assertThat(terms.usual())
                .isEqualTo(
                        new CapturePlan(CaptureLevel.METADATA, CaptureLevel.METADATA, "standard"));
    }

    @Test
    void readsWhatIsWritten() throws PolicyException {
        PolicySnapshot policy = read(GOOD);

        assertThat(policy.repositories())
                .containsExactly(
                        new RepositoryClass(
                                new Glob("github.com/acme/vault"), "confidential", null));
        assertThat(policy.captureTerms())
                .isEqualTo(
                        new CaptureTerms(
                                new CapturePlan(
                                        CaptureLevel.DIGEST, CaptureLevel.METADATA, "short"),
                                Map.of("short", 30, "long", 400),
                                false,
                                List.of(
                                        new CaptureRule(
                                                new ToolId("claude-code"),
                                                "confidential",
                                                List.of(),
                                                "Payments",
                                                new Jurisdiction("DE"),
                                                new CapturePlan(
                                                        CaptureLevel.FULL,
                                                        CaptureLevel.METADATA,
                                                        "long")),
                                        new CaptureRule(
                                                null,
                                                null,
                                                List.of(
                                                        new Glob("github.com/acme/*"),
                                                        new Glob("x")),
                                                null,
                                                null,
                                                new CapturePlan(
                                                        CaptureLevel.DIGEST,
                                                        CaptureLevel.REDACTED,
                                                        "short")))));
        assertThat(policy.captureTerms().keepsAnything()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    prompts: digest           | prompts: all            | line 9, column 12: prompts is 'all', not metadata
                    answers: metadata         | answers: [full]         | line 10, column 12: expected a text
                    answers: metadata         | anwers: metadata        | line 10, column 3: unknown key 'anwers'
                    retention: short          | retention: shrt         | line 11, column 14: 'classes' has no retention class 'shrt'
                    short: 30d                | short: 30               | line 12, column 20: '30' is not a number of days
                    short: 30d                | short: 0d               | line 12, column 20: '0d' is not a number of days
                    short: 30d                | Short: 30d              | line 12, column 13: not a name for a class: 'Short'
                    classes: {short: 30d, long: 400d} | classes: [short] | line 12, column 12: expected members
                    second-person: false      | second-person: no       | line 13, column 18: second-person is 'no', not true or false
                    tool: claude-code         | tool: abacus            | line 15, column 14: the catalogue has no tool 'abacus'
                    repository-class: confidential | repository-class: secret | line 15, column 45: no entry of 'repositories' has the class 'secret'
                    jurisdiction: DE          | jurisdiction: de        | line 15, column 89: 'de' is not a country code
                    jurisdiction: DE          | jurisdiction: EU        | line 15, column 89: 'EU' is not a country code
                    prompts: full, retention: long | retention: long    | line 15, column 7: a rule says 'prompts' or 'answers' or both
                    prompts: full, retention: long | prompts: full, retention: lng | 'classes' has no retention class 'lng'
                    "github.com/acme/*"       | ""                      | line 16, column 23: expected a text
                    ["github.com/acme/*", "x"] | []                     | line 16, column 22: 'repositories' needs a pattern
                    ["github.com/acme/*", "x"] | x                      | line 16, column 22: 'repositories' must be a list
                    class: confidential}      | class: Confidential}    | line 7, column 45: class is 'Confidential', not lower-case
                    class: confidential}      | class: confidential, tools: [sage]} | line 7, column 67: the catalogue has no tool 'sage'
                    class: confidential}      | klass: confidential}    | line 7, column 38: unknown key 'klass'
                    {match: "github.com/acme/vault", class: confidential} | {class: confidential} | line 7, column 5: 'match' is missing
                    """)
    void refusesWithThePlaceWhatItCanNotMean(String good, String bad, String reason) {
        assertThat(GOOD).contains(good);
        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> read(GOOD.replace(good, bad)))
                .withMessageContaining(reason);
    }

    @Test
    void asksForTheUsualClassWhenThereIsNoStandardOne() {
        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> read(HEAD + "capture: {classes: {short: 30d}}"))
                .withMessageContaining(
                        "line 6, column 20: there is no class 'standard', so 'retention' must");
    }

    @Test
    void refusesASectionThatIsNoMapping() {
        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> read(HEAD + "capture: full"))
                .withMessageContaining("line 6, column 10: expected members such as answers");
    }

    private static PolicySnapshot read(String text) throws PolicyException {
        return PolicyFile.read(text, Catalog.builtIn(), Set.of());
    }
}
