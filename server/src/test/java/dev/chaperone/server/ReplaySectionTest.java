// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.policy.Effect;
import dev.chaperone.policy.Replayed;
import dev.chaperone.policy.Share;
import dev.chaperone.policy.Unjudged;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.replays.NewReplay;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the section of a replay says, and what it never says.
final class ReplaySectionTest {
    private static final String ATTACK = "<script>alert(1)</script>";
    private static final String GREEN = "class=\"mark allowed";
    private static final Replayed.Listed NONE = new Replayed.Listed(List.of(), 0, 0);

    @Test
    void isNeverGreenWithoutTraffic() {
        assertThat(section(result(0, 0, Map.of(), Map.of(), NONE)))
                .contains("No data", "nothing can be said about the text")
                .doesNotContain(GREEN);
    }

    @Test
    void isGreenOnlyWhenAllWasJudgedAndNothingChanges() {
        Map<Effect, Map<Effect, Long>> same = Map.of(Effect.ALLOWED, Map.of(Effect.ALLOWED, 5L));
        assertThat(section(result(5, 5, same, Map.of(), NONE)))
                .contains("No decision changes", GREEN);
        assertThat(section(result(6, 5, same, Map.of(Unjudged.GATE, 1L), NONE)))
                .contains("No change in what can be judged", "Decided by a gate")
                .doesNotContain(GREEN);
    }

    @Test
    void showsNamesOfOthersAsText() {
        Replayed.Listed repositories =
                new Replayed.Listed(List.of(new Share(ATTACK, 3, 0, 2, 2, 0)), 4, 7);
        String page =
                section(
                        result(
                                3,
                                3,
                                Map.of(Effect.ALLOWED, Map.of(Effect.BLOCKED, 2L)),
                                Map.of(),
                                repositories));
        assertThat(page)
                .contains("&lt;script&gt;alert(1)", "repository=%3Cscript%3E")
                .contains("… and 3 more. 7 requests of further ones not told apart.")
                .contains("Decided then: 2 allowed", "With this text: 2 blocked")
                .doesNotContain(ATTACK)
                .doesNotContain(" style=");
    }

    @Test
    void asksAgainOnlyWhileItRuns() {
        String running =
                render(
                        new ReplayView(
                                "proposal_1",
                                false,
                                "/policy/proposals/proposal_1/replays/replay_7",
                                "/policy/proposals/proposal_1?replay=replay_7#replay",
                                "3 of 10 recorded requests read …",
                                30,
                                "",
                                null));
        assertThat(running)
                .contains("hx-get=\"/policy/proposals/proposal_1/replays/replay_7\"")
                .contains("3 of 10 recorded requests read", "replay=replay_7")
                .doesNotContain("<button");
        assertThat(section(result(0, 0, Map.of(), Map.of(), NONE)))
                .doesNotContain("hx-get")
                .contains("Replay the last 30 days");
    }

    private static Replayed result(
            long requests,
            long judged,
            Map<Effect, Map<Effect, Long>> decided,
            Map<Unjudged, Long> unjudged,
            Replayed.Listed repositories) {
        long changed =
                decided.entrySet().stream()
                        .flatMap(each ->
                                each.getValue().entrySet().stream()
                                        .filter(after -> after.getKey() != each.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        return new Replayed(
                Digest.of("policy"),
                requests,
                judged,
                changed,
                0,
                decided,
                unjudged,
                requests == 0 ? Map.of() : Map.of(Effect.ALLOWED, requests),
                List.of(),
                NONE,
                repositories,
                NONE,
                List.of(),
                List.of());
    }

    private static String section(Replayed result) {
        return render(
                new ReplayView(
                        "proposal_1",
                        true,
                        "",
                        "",
                        "",
                        0,
                        "",
                        ReplayResultView.of(
                                result,
                                new NewReplay(
                                        Samples.policy(),
                                        Instant.parse("2026-11-01T00:00:00Z"),
                                        Instant.parse("2026-12-01T00:00:00Z")),
                                new Directory.Names(Map.of(), Set.of()))));
    }

    private static String render(ReplayView view) {
        return Rendering.part("replay", "section", Samples.ADMINISTRATOR, Map.of("replay", view));
    }
}
