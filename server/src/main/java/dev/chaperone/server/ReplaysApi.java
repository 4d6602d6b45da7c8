// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.policies.Proposals;
import dev.chaperone.workspace.replays.NewReplay;
import dev.chaperone.workspace.replays.ReplayRun;
import dev.chaperone.workspace.replays.Replays;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;

/// What a policy would have decided on recorded traffic. Nothing changes by asking.
@RestController
class ReplaysApi {
    private static final String ROOT = "/api/v1/policy-replays";

    private final Replays replays;
    private final Policies policies;
    private final Proposals proposals;
    private final Directory directory;
    private final Clock clock;

    ReplaysApi(Workspace workspace, Directory directory) {
        this.replays = workspace.replays();
        this.policies = workspace.policies();
        this.proposals = workspace.proposals();
        this.directory = directory;
        this.clock = workspace.clock();
    }

    /// @param text the policy file; or else `proposal`, the id of one
    /// @param since the first moment, in UTC unless it names an offset; a day stands for its first
    ///   moment
    /// @param until the moment after the last; now when it is missing
    record ReplayRequest(
            @Nullable String text,
            @Nullable String proposal,
            @Nullable String since,
            @Nullable String until) {}

    @Needs(Permission.READ_EVERYBODYS_ACTIVITY)
    @PostMapping(ROOT)
    ResponseEntity<ReplayJson> replay(@RequestBody ReplayRequest asked, SignedIn caller) {
        Instant since = Given.moment("since", Given.text("since", asked.since()));
        Instant until = Given.moment("until", asked.until());
        PolicySnapshot policy = policies.check(text(asked));
        ReplayRun run =
                replays.start(
                        new NewReplay(
                                policy,
                                since == null ? Instant.EPOCH : since,
                                until == null ? clock.instant() : until),
                        caller.actor());
        return ResponseEntity.accepted()
                .location(URI.create(ROOT + "/" + run.id()))
                .body(ReplayJson.of(run, directory));
    }

    private String text(ReplayRequest asked) {
        String proposal = asked.proposal();
        if ((proposal == null) == (asked.text() == null)) {
            throw RejectedException.invalid("Give either the 'text' of a policy or a 'proposal'.");
        }
        return proposal == null
                ? Given.text("text", asked.text())
                : proposals
                        .find(proposal)
                        .orElseThrow(() -> RejectedException.unknown("proposal"))
                        .text();
    }

    /// How far a replay is, and what has come of it; an hour after its end it is forgotten.
    @Needs(Permission.READ_EVERYBODYS_ACTIVITY)
    @GetMapping(ROOT + "/{id}")
    ReplayJson show(@PathVariable String id, SignedIn caller) {
        return ReplayJson.of(
                replays.find(id, caller.actor())
                        .orElseThrow(() -> RejectedException.unknown("replay")),
                directory);
    }
}
