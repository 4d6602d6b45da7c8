// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.policy.Gate.Strictness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.ZoneId;

class PolicyLanguageTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void readsWhatTheCompanyCommitsTo() throws Exception {
        Programme programme = WholePolicy.read().programme();

        assertThat(programme.acknowledgment())
                .isEqualTo(new Gate(Strictness.BLOCK, Interval.days(14), Interval.months(12)));
        assertThat(programme.training()).isEqualTo(Strictness.WARN);
        assertThat(programme.courses()).containsExactly("safe-use");
        assertThat(programme.checklist()).isEqualTo(Strictness.OFF);
        assertThat(programme.exceptions())
                .isEqualTo(new Programme.ExceptionTerms(Interval.days(30), 2));
        assertThat(programme.monitoring().vendorReview()).isEqualTo(Interval.months(6));
        assertThat(programme.incidents().contact()).isEqualTo("incidents@acme.example");
        assertThat(programme.incidents().cases().words())
                .isEqualTo("3 refusals within 1 day, one by no-secrets");
        assertThat(programme.approval().approvals()).isEqualTo(2);
        assertThat(programme.sections())
                .containsEntry(Programme.Section.PURPOSE, "AI tools help us, *carefully*.");
    }

    @Test
    void requiresNothingOfPeopleThatAPolicyDoesNotAskFor() throws Exception {
        String brief = WholePolicy.TEXT.substring(0, WholePolicy.TEXT.indexOf("require:"));
        Programme programme = WholePolicy.read(brief).programme();

        assertThat(programme.acknowledgment().isOn()).isFalse();
        assertThat(programme.training()).isEqualTo(Strictness.OFF);
        assertThat(programme.incidents().contact()).isNull();
        assertThat(programme.incidents().cases().words()).isEqualTo("5 refusals within 7 days");
        assertThat(programme.exceptions().longest()).isEqualTo(Interval.days(90));
        assertThat(programme.approval().approvals()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    Europe/Berlin              | Berlin                | line 5, column 12: 'Berlin' is not a time zone
                    teams: [Platform]          | teams: []             | line 11, column 40: 'teams' needs a team
                    tools: [claude-code]       | tools: [sage]         | line 14, column 66: the catalogue has no tool 'sage'
                    'confidential' &&          | 'confidential' &     | line 20, column 11: 'when' is no condition: at line 1
                    person.teams)              | person.team)          | undeclared reference to 'person'
                    section: prohibited-uses   | section: prohibition  | line 24, column 14: section is 'prohibition', not purpose, roles
                    gate: block, grace: 14d    | gate: maybe           | line 30, column 26: gate is 'maybe', not off, warn or block
                    grace: 14d                 | grace: soon           | line 30, column 40: grace is 'soon', not hours, days or months
                    checklist: off             | checklist: perhaps    | line 32, column 14: checklist is 'perhaps', not off, warn or block
                    every: 12mo}               | every: 12mo, teams: []} | line 30, column 65: 'teams' needs a team
                    every: 12mo}               | every: 12mo, roles: [chief]} | line 30, column 65: there is no role 'chief'
                    log-review: 7d             | log-review: 0d        | line 34, column 26: log-review takes some time
                    severe: [no-secrets]       | severe: [no-secrts]   | line 35, column 97: there is no rule 'no-secrts'
                    {gate: warn, courses       | {gates: warn, courses | unknown key 'gates'
                    longest: 30d, approvals: 2 | approvals: many       | line 33, column 25: approvals is 'many', not a number from 0 to 5
                    purpose:                   | intention:            | line 38, column 3: unknown section 'intention'; there are: purpose
                    id: cards                  | id: no-secrets        | line 28, column 10: two rules have the id 'no-secrets'
                    key: disable               | kex: disable          | unknown key 'kex'; known here: because, expected, key
                    then: warn                 | then: redact          | line 27, column 11: then is 'redact', not warn or block
                    """)
    void namesEveryFaultWithItsPlace(String from, String to, String fault) {
        assertThat(WholePolicy.TEXT).contains(from);

        assertThat(WholePolicy.faults(WholePolicy.TEXT.replace(from, to))).contains(fault);
    }

    @Test
    void refusesAFileThatGrowsWhenItIsRead() {
        StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c < 'n'; c++) {
            char before = (char) (c - 1);
            bomb.append(
                    "%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n"
                            .formatted(
                                    c, c, before, before, before, before, before, before, before,
                                    before));
        }

        assertThat(WholePolicy.faults(bomb.toString())).contains("aliases (*) are not allowed");
        assertThat(WholePolicy.faults("&a [*a]")).contains("aliases (*) are not allowed");
        assertThat(WholePolicy.faults("[".repeat(100_000)))
                .contains("nested deeper than 50 levels");
    }

    @Test
    void remarksOnWhatContradictsAndOnWhatIsNeverReached() throws Exception {
        String text =
                """
                apiVersion: chaperone.dev/v1
                organization: Acme
                owner: o
                effective: 2026-11-30
                tools:
                  - {tool: claude-code, plans: [api]}
                repositories:
                  - {match: "github.com/acme/*", class: internal}
                  - {match: "github.com/acme/pay*", class: confidential, tools: [codex]}
                content:
                  - {id: strict, detect: [secret], action: block}
                  - {id: loose, detect: [secret, jwt], action: allow}
                rules:
                  - {id: a, when: "secrets > 0", then: warn}
                  - {id: b, when: "secrets > 0", then: block}
                  - {id: c, when: "tool == 'cursor'", then: block}
                """;

        assertThat(WholePolicy.review(text).remarks().stream().map(Object::toString))
                .containsExactly(
                        "line 9, column 13: 'github.com/acme/pay*' is never reached:"
                                + " 'github.com/acme/*' (class 'internal') stands before it and"
                                + " wins",
                        "line 9, column 66: 'codex' is not in 'tools', so it is not allowed here"
                                + " either",
                        "line 12, column 5: rules 'strict' and 'loose' want different things of"
                                + " secret: 'strict' wins",
                        "line 15, column 5: rules 'a' and 'b' have the same condition: 'b' wins",
                        "line 16, column 5: rule 'c' is never reached: 'tools' does not allow"
                                + " cursor anyway");
    }

    @Test
    void remarksOnConditionsThatChangeNothingAndSaysWhichWins() throws Exception {
        String text =
                """
                apiVersion: chaperone.dev/v1
                organization: Acme
                owner: o
                effective: 2026-11-30
                tools:
                  - {tool: claude-code, plans: [api]}
                  - {tool: codex, plans: [api], teams: [Cloud]}
                repositories:
                  - {match: "github.com/acme/pay-???", class: confidential, tools: [claude-code]}
                  - {match: "github.com/acme/pay-1??", class: secret, tools: []}
                  - {match: "**", class: internal, tools: [claude-code]}
                rules:
                  - {id: mild, when: "tool == 'codex' && secrets > 0", then: warn}
                  - {id: narrow, when: "tool in ['codex'] && 'Cloud' in person.teams", then: block}
                  - {id: wide, when: "tool == 'codex'", then: block}
                  - {id: late, when: "plan == 'api' && tool == 'codex'", then: block}
                  - {id: unknown, when: "repository.class == 'public'", then: block}
                  - {id: both, when: "model == 'a' && model == 'b'", then: block}
                  - {id: never, when: "secrets > 0 && 1 > 2", then: block}
                  - {id: free, when: "secrets > 3", then: warn}
                  - {id: all, when: "true || scanned", then: block}
                """;

        assertThat(WholePolicy.review(text).remarks().stream().map(Object::toString))
                .containsExactly(
                        "line 9, column 3: 'codex' is in 'tools' for Cloud, but no entry of"
                                + " 'repositories' allows it and they take in every repository:"
                                + " 'repositories' wins",
                        "line 10, column 13: 'github.com/acme/pay-1??' is never reached:"
                                + " 'github.com/acme/pay-???' (class 'confidential') stands before"
                                + " it and wins",
                        "line 13, column 5: rule 'mild' warns of what rule 'wide' blocks: 'wide'"
                                + " wins",
                        "line 16, column 5: rule 'late' changes nothing: rule 'wide' stands before"
                                + " it and blocks all of that",
                        "line 17, column 5: rule 'unknown' is never reached: no entry of"
                                + " 'repositories' has the class public",
                        "line 18, column 5: rule 'both' is never reached: its condition is never"
                                + " true",
                        "line 19, column 5: rule 'never' is never reached: its condition is never"
                                + " true",
                        "line 20, column 5: rule 'free' warns of what rule 'all' blocks: 'all'"
                                + " wins",
                        "line 21, column 5: rule 'all' blocks every request: its condition is"
                                + " always true");
    }

    @Test
    void remarksNothingOnAGoodPolicy() throws Exception {
        assertThat(WholePolicy.review(WholePolicy.TEXT).remarks()).isEmpty();
    }

    @Test
    void endsDaysAtMidnightOfTheCompanyAndMonthsOnTheirLastDay() {
        Instant start = Instant.parse("2028-02-29T22:30:00Z");

        assertThat(new Interval(72, Interval.Unit.HOURS).after(start, BERLIN))
                .isEqualTo("2028-03-03T22:30:00Z");
        assertThat(Interval.days(14).after(start, BERLIN)).isEqualTo("2028-03-14T23:00:00Z");
        assertThat(Interval.months(12).after(start, BERLIN)).isEqualTo("2029-02-28T23:00:00Z");
        assertThat(Interval.days(0).after(start, BERLIN)).isEqualTo("2028-02-29T23:00:00Z");
    }
}
