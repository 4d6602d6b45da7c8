// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.TestWorkspace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// What limits are filled with at a start.
class UsedTest {
    private static final PersonId ADA = PersonId.next();

    @TempDir private Path directory;

    @Test
    void addsUpWhatWasSentForEachPersonToolAndModel() throws Exception {
        try (Site site = Site.open(directory)) {
            Ledger ledger = site.workspace().ledger();
            answered(ledger, new Event.Tokens(30L, 40L));
            answered(ledger, new Event.Tokens(1L, null));
            Requests.append(ledger, Requests.by(ADA).intent());
            Requests.append(ledger, Requests.by(ADA).decided(Event.Effect.BLOCKED, "r").intent());
            Requests.append(ledger, Requests.by(ADA).hook("prompt").intent());
            Requests.append(
                    ledger, Requests.by(ADA).at(TestWorkspace.NOON.minusSeconds(61)).intent());
            Requests.append(ledger, Requests.by(null).intent());
            try (Projection projection = site.start()) {
                site.await(projection);
                Interactions interactions =
                        new Interactions(site.workspace().database(), projection, site.reconcile());

                assertThat(interactions.used(TestWorkspace.NOON.minusSeconds(60)))
                        .containsExactly(
                                new Used(
                                        ADA,
                                        new ToolId("claude-code"),
                                        "claude-sonnet",
                                        3,
                                        31,
                                        40,
                                        0,
                                        2_000));
            }
        }
    }

    private static void answered(Ledger ledger, Event.Tokens tokens) {
        long intent = Requests.append(ledger, Requests.by(ADA).intent());
        Requests.append(
                ledger,
                new Event.Outcome(
                        intent,
                        TestWorkspace.NOON,
                        Event.Result.ANSWERED,
                        200,
                        new Event.Body(2_000, Digest.of("answer")),
                        tokens,
                        "end_turn",
                        5));
    }
}
