// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.policy.CapturePlan;
import dev.chaperone.policy.CaptureRule;
import dev.chaperone.policy.CaptureTerms;
import dev.chaperone.policy.Glob;
import dev.chaperone.vocabulary.CaptureLevel;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

class GuardChangesTest {
    private static final CapturePlan FULL =
            new CapturePlan(CaptureLevel.FULL, CaptureLevel.DIGEST, "standard");

    @Test
    void saysNothingOfWhatStays() {
        assertThat(GuardChanges.between(CaptureTerms.DEFAULT, CaptureTerms.DEFAULT)).isEmpty();
    }

    @Test
    void tellsWhichGuardsWereRelaxedFromWhatToWhat() {
        CaptureTerms relaxed =
                new CaptureTerms(
                        FULL, Map.of("standard", 30, "long", 900), false, List.of(rule("acme/*")));

        assertThat(GuardChanges.between(CaptureTerms.DEFAULT, relaxed))
                .containsEntry("second-person", "true -> false")
                .containsEntry(
                        "capture",
                        "prompt metadata, answer metadata, retention standard"
                                + " -> prompt full, answer digest, retention standard")
                .containsEntry("retention-standard", "90 days -> 30 days")
                .containsEntry("retention-long", "none -> 900 days")
                .hasEntrySatisfying(
                        "capture-rule-1",
                        change ->
                                assertThat(change)
                                        .startsWith("none -> prompt full")
                                        .doesNotContain("acme"))
                .hasSize(5);
    }

    @Test
    void noticesARuleThatIsAboutOthersNow() {
        assertThat(GuardChanges.between(terms("acme/*"), terms("*")))
                .containsOnlyKeys("capture-rule-1");
    }

    @Test
    void statesEverythingWhenThePolicyBeforeCanNotBeRead() {
        assertThat(GuardChanges.between(null, CaptureTerms.DEFAULT))
                .containsEntry("second-person", "unreadable -> true")
                .containsKeys("capture", "retention-standard");
    }

    @Test
    void staysSmallHoweverManyRulesThereAre() {
        CaptureTerms many =
                new CaptureTerms(
                        FULL,
                        Map.of(),
                        true,
                        IntStream.range(0, 500).mapToObj(i -> rule("r" + i)).toList());

        assertThat(GuardChanges.between(CaptureTerms.DEFAULT, many))
                .hasSize(51)
                .containsEntry("more", "true");
    }

    private static CaptureTerms terms(String repository) {
        return new CaptureTerms(FULL, Map.of("standard", 30), true, List.of(rule(repository)));
    }

    private static CaptureRule rule(String repository) {
        return new CaptureRule(null, null, List.of(new Glob(repository)), null, null, FULL);
    }
}
