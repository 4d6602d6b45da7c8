// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.vocabulary.Digest;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class PolicyFileTest {
    private static final String GOOD =
            """
            apiVersion: chaperone.dev/v1
            organization: Northwind
            owner: security@northwind.example
            effective: 2026-11-24
            tools:
              - tool: claude-code
                plans: [api, enterprise]
            content:
              - id: no-secrets
                detect: [secret]
                action: block
                because: Keys stay with us.
            """;

    @Test
    void hashesTheExactBytesOfTheFile() throws PolicyException {
        assertThat(read(GOOD).hash()).isEqualTo(Digest.of(GOOD));
        assertThat(read(GOOD + "\n").hash()).isNotEqualTo(read(GOOD).hash());
    }

    @Test
    void readsWhatIsWritten() throws PolicyException {
        PolicySnapshot policy = read(GOOD);

        assertThat(policy.organization()).isEqualTo("Northwind");
        assertThat(policy.owner()).isEqualTo("security@northwind.example");
        assertThat(policy.tools()).hasSize(1);
        assertThat(policy.content()).extracting(ContentRule::id).containsExactly("no-secrets");
    }

    @Test
    void refusesAnUnknownKeyWithItsPlace() {
        assertRefused(GOOD.replace("owner:", "ouner:"), "line 3, column 1: unknown key 'ouner'");
    }

    @Test
    void refusesAToolThatTheCatalogueDoesNotKnow() {
        assertRefused(
                GOOD.replace("claude-code", "abacus"),
                "line 6, column 11: the catalogue has no tool 'abacus'");
    }

    @Test
    void refusesAPlanThatTheToolDoesNotHave() {
        assertRefused(
                GOOD.replace("[api, enterprise]", "[api, gold]"),
                "line 7, column 18: claude-code has no plan 'gold'");
    }

    @Test
    void refusesADetectorThatDoesNotExist() {
        assertRefused(
                GOOD.replace("[secret]", "[sekret]"),
                "line 10, column 14: there is no detector 'sekret'");
    }

    @Test
    void readsWhatARuleLooksAtAndWhetherItRestores() throws PolicyException {
        String redacts = GOOD.replace("action: block", "action: redact\n    restore: true");
        String answers = GOOD.replace("action: block", "action: block\n    in: [answers, prompts]");

        assertThat(read(GOOD).content().getFirst().in())
                .containsExactly(ContentRule.Traffic.PROMPTS);
        assertThat(read(redacts).content().getFirst().restore()).isTrue();
        assertThat(read(answers).content().getFirst().in()).hasSize(2);
        assertThat(read(answers).readsAnswers()).isTrue();
        assertThat(read(GOOD).readsAnswers()).isFalse();
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        assertRefused(
                GOOD.replace("action: block", "action: redact\n    in: [answers]"),
                "line 11, column 13: an answer can not be redacted");
        assertRefused(
                GOOD.replace("[secret]", "[attachment]").replace("action: block", "action: redact"),
                "line 11, column 13: what can not be read can not be redacted: 'attachment'");
        assertRefused(
                GOOD.replace("action: block", "action: block\n    restore: true"),
                "line 12, column 14: restore goes with the action redact only");
        assertRefused(
                GOOD.replace("action: block", "action: block\n    in: [questions]"),
                "line 12, column 10: in holds 'questions', not prompts or answers");
        assertRefused(
                GOOD.replace("action: block", "action: block\n    in: []"),
                "in names neither prompts nor answers");
    }

    @Test
    void readsThePhrasesByWhichTheCompanyMarksTexts() throws PolicyException {
        PolicySnapshot policy = read(marking("[Inner circle, 'Nur für Konzern']"));

        assertThat(policy.phrases()).containsExactly("Inner circle", "Nur für Konzern");
        assertThat(read(GOOD).phrases()).isEmpty();
    }

    @Test
    void refusesPhrasesThatAreTooShortTooLongOrTooMany() {
        assertRefused(
                marking("[Inner circle, inner]"),
                "line 14, column 30: a phrase has 6 to 200 characters, this one 5");
        assertRefused(marking("[" + "x".repeat(201) + "]"), "this one 201");
        assertRefused(marking("[\"two\\nlines\"]"), "a phrase stands in one line");
        assertRefused(marking("Inner circle"), "'phrases' must be a list");
        String many =
                IntStream.range(0, 65)
                        .mapToObj(i -> "Phrase number " + i)
                        .collect(Collectors.joining(", ", "[", "]"));
        assertRefused(marking(many), "a policy has at most 64 phrases");
    }

    @Test
    void refusesPhrasesInARuleThatIsNotAboutMarks() {
        assertRefused(
                GOOD + "    phrases: [Inner circle]\n",
                "line 13, column 14: phrases need 'marker' or 'company-marker' in 'detect'");
    }

    private static String marking(String phrases) {
        return GOOD
                + "  - {id: marked, detect: [marker], action: warn,\n     phrases: "
                + phrases
                + "}\n";
    }

    @Test
    void namesEveryFaultAtOnce() {
        String bad = GOOD.replace("effective: 2026-11-24", "effective: soon").replace("[api", "[x");

        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> read(bad))
                .satisfies(refusal -> assertThat(refusal.problems()).hasSize(2));
    }

    @Test
    void refusesWhatIsNotYaml() {
        assertRefused("tools: [", "not YAML");
        assertRefused("", "the file is empty");
        assertRefused("just a sentence", "expected members");
    }

    @Test
    void refusesWhatIsNestedWithoutEnd() {
        for (String level : List.of("[", "{a: ", "- ", "? ")) {
            assertRefused("tools:\n  " + level.repeat(50_000), "nested deeper than 50 levels");
        }
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        assertRefused(GOOD + "owner: somebody@northwind.example\n", "owner");
    }

    private static void assertRefused(String text, String reason) {
        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> read(text))
                .withMessageContaining(reason);
    }

    private static PolicySnapshot read(String text) throws PolicyException {
        return PolicyFile.read(text, Catalog.builtIn(), Set.of("aws-access-key-id"));
    }
}
