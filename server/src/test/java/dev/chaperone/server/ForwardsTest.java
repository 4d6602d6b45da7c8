// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.exports.TargetState;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class ForwardsTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant JUST_NOW = NOW.minusSeconds(10);
    private static final Instant LONG_AGO = NOW.minusSeconds(3_600);

    @Test
    void isFineWithEverythingOrWithWhatIsOnItsWay() {
        assertThat(state(7, 0, false, LONG_AGO, null)).isEqualTo(Checks.State.FINE);
        assertThat(state(7, 3, false, null, JUST_NOW)).isEqualTo(Checks.State.FINE);
    }

    @Test
    void isAProblemWhenItFailsOrTakesNothingForLong() {
        assertThat(state(7, 0, true, JUST_NOW, null)).isEqualTo(Checks.State.PROBLEM);
        assertThat(state(-1, 3, true, null, JUST_NOW)).isEqualTo(Checks.State.PROBLEM);
        assertThat(state(7, 3, false, LONG_AGO, LONG_AGO)).isEqualTo(Checks.State.PROBLEM);
        assertThat(state(0, 3, false, null, LONG_AGO)).isEqualTo(Checks.State.PROBLEM);
    }

    @Test
    void isNotKnownBeforeItBeganAndWhileItCatchesUp() {
        assertThat(state(-1, 0, false, null, null)).isEqualTo(Checks.State.UNKNOWN);
        assertThat(state(7, 3, false, JUST_NOW, null)).isEqualTo(Checks.State.UNKNOWN);
        assertThat(state(7, 3, false, JUST_NOW, LONG_AGO)).isEqualTo(Checks.State.UNKNOWN);
    }

    @Test
    void showsEachTargetOnThePageOfTheLedgerAlsoBeforeItsFirstSuccess() {
        String page =
                page(
                        standing("archive", Checks.State.FINE, 7L, 0, JUST_NOW, null),
                        standing("siem", Checks.State.PROBLEM, 0L, 3, null, "Connection refused"),
                        standing("lake", Checks.State.UNKNOWN, null, 3, null, null));
        assertThat(page)
                .contains("archive", "Received", "up to entry 6", "nothing waits")
                .contains("siem", "Failing", "none yet", "3 entries wait", "never")
                .contains("lake", "Not begun", "not known")
                .containsOnlyOnce("Connection refused");
    }

    @Test
    void teachesHowToNameATargetWhenThereIsNone() {
        assertThat(page()).contains("Name a SIEM, an archive or a collector", "docs/exports.md");
    }

    private static String page(Forwards.Standing... standings) {
        LedgerView ledger =
                new LedgerView(
                        "chaperone.local/0",
                        "0 entries",
                        null,
                        null,
                        null,
                        "Every entry is covered.",
                        null,
                        null,
                        List.of("key"),
                        "http://127.0.0.1/ledger");
        List<ForwardView> forwards =
                Stream.of(standings).map(each -> ForwardView.of(each, NOW)).toList();
        return Rendering.of(
                "ledger", Samples.ADMINISTRATOR, Map.of("ledger", ledger, "forwards", forwards));
    }

    private static Forwards.Standing standing(
            String name,
            Checks.State state,
            @Nullable Long received,
            long behind,
            @Nullable Instant success,
            @Nullable String error) {
        return new Forwards.Standing(
                name,
                "somewhere",
                state,
                received,
                behind,
                behind == 0 ? null : LONG_AGO,
                success,
                success,
                error == null ? null : JUST_NOW,
                error,
                error != null);
    }

    private static Checks.State state(
            long sent,
            long behind,
            boolean failing,
            @Nullable Instant success,
            @Nullable Instant waitingSince) {
        TargetState target =
                new TargetState("siem", "syslog", sent, behind, failing, success, null, null);
        return Forwards.state(target, waitingSince, NOW);
    }
}
