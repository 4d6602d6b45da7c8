// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.regex.Pattern;

class PolicyDifferenceTest {
    @Test
    void findsNothingBetweenTwoReadingsOfOneFile() throws Exception {
        assertThat(difference(WholePolicy.TEXT).changes()).isEmpty();
        assertThat(difference(WholePolicy.TEXT + "\n# a remark\n").isMaterial()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    plans: [api, team]       | plans: [api]              | true  | claude-code is not allowed under team any more
                    plans: [api, team]       | plans: [api, team, gov]   | true  | claude-code is allowed under gov too
                    tool: codex              | tool: opencode            | true  | codex is not allowed any more
                    teams: [Platform]        | teams: [Platform, Cloud]  | true  | codex is for: Cloud, Platform, before Platform
                    expected: "true"         | expected: "false"         | true  | the setting claude-code disable-bypass-permissions is changed
                    class: internal          | class: public             | true  | repositories that fit 'github.com/acme/*' is changed
                    because: Keys stay       | because: All keys stay    | true  | the rule about content no-secrets is changed
                    == 0                     | == 6                      | true  | the rule 'not-on-sundays' is changed
                    gate: warn, courses      | gate: block, courses      | true  | without training prompts: do not leave, before pass and are marked
                    gate: block, grace: 14d  | gate: warn, grace: 14d    | false | without acknowledgment prompts: pass and are marked
                    contact: incidents@      | contact: soc@             | false | incidents are told to: soc@acme.example
                    longest: 30d             | longest: 60d              | false | exceptions end after: 60 days, before 30 days
                    *carefully*              | *with care*               | false | the text of the section 'purpose' is changed
                    log-review: 7d           | log-review: 1d            | true  | the log is reviewed every: 1 day, before 7 days
                    organization: Acme       | organization: Acme Ltd    | false | organization: Acme Ltd, before Acme
                    """)
    void saysWhatChangesAndWhetherItIsSignedAgain(
            String from, String to, boolean material, String words) throws Exception {
        assertThat(WholePolicy.TEXT).contains(from);

        PolicyDifference difference = difference(WholePolicy.TEXT.replaceFirst(quoted(from), to));

        assertThat(difference.changes().stream().map(PolicyDifference.Change::words))
                .anySatisfy(said -> assertThat(said).startsWith(words));
        assertThat(difference.isMaterial()).isEqualTo(material);
    }

    @Test
    void takesMoreKeepingForMaterial() throws Exception {
        PolicyDifference more =
                difference(WholePolicy.TEXT + "capture: {prompts: redacted, answers: metadata}\n");

        assertThat(more.changes())
                .isEqualTo(
                        List.of(
                                new PolicyDifference.Change(
                                        "what is kept of prompts and answers: redacted and"
                                                + " metadata, before metadata and metadata",
                                        true)));
    }

    private static String quoted(String text) {
        return Pattern.quote(text);
    }

    private static PolicyDifference difference(String after) throws Exception {
        return PolicyDifference.between(
                WholePolicy.read().policy(), WholePolicy.read(after).policy());
    }
}
