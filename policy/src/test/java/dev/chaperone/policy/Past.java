// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A recorded request in the making: what a test does not say is harmless and was allowed.
final class Past {
    private final Digest policy;
    private @Nullable String caller = Asked.ANNA.value();
    private Register.@Nullable Member asker = new Register.Member(Asked.ANNA);
    private @Nullable ToolId tool = new ToolId("claude-code");
    private @Nullable PlanId plan = new PlanId("api");
    private @Nullable String repository;
    private Recorded.Point point = Recorded.Point.BETWEEN;
    private final List<Recorded.Found> found = new ArrayList<>();
    private boolean scanned = true;
    private Recorded.Attachments attachments = Recorded.Attachments.NONE;
    private Effect effect = Effect.ALLOWED;
    private @Nullable String rule;
    private Instant at = Asked.NOON;

    private Past(Digest policy) {
        this.policy = policy;
    }

    static Past under(PolicySnapshot policy) {
        return new Past(policy.hash());
    }

    static Past underAnUnknownPolicy() {
        return new Past(Digest.of("forgotten"));
    }

    Past of(@Nullable String name, @Nullable String planned) {
        tool = name == null ? null : new ToolId(name);
        plan = planned == null ? null : new PlanId(planned);
        return this;
    }

    Past in(@Nullable String name) {
        repository = name;
        return this;
    }

    Past at(Recorded.Point where) {
        point = where;
        return this;
    }

    Past at(Instant moment) {
        at = moment;
        return this;
    }

    Past found(String... detectors) {
        for (String detector : detectors) {
            found.add(new Recorded.Found(detector, 1, null));
        }
        return this;
    }

    Past with(Recorded.Attachments parts) {
        attachments = parts;
        return this;
    }

    Past notScanned() {
        scanned = false;
        return this;
    }

    Past decided(Effect how, @Nullable String by) {
        effect = how;
        rule = by;
        return this;
    }

    Past by(Set<String> teams) {
        asker = new Register.Member(Asked.ANNA, teams, null, Standing.NOTHING_REQUIRED);
        return this;
    }

    Past byNobody() {
        caller = null;
        asker = null;
        return this;
    }

    Past bySomebodyForgotten() {
        asker = null;
        return this;
    }

    Recorded request() {
        return new Recorded(
                at,
                caller,
                asker,
                new Recorded.Use(tool, plan, repository, "claude-opus", "gateway"),
                point,
                new Recorded.Content(found, scanned, attachments),
                new Recorded.Verdict(effect, rule, policy));
    }
}
