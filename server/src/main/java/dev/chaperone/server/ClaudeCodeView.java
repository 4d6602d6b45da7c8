// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.settings.Posture;
import dev.chaperone.workspace.signins.ToolSignIn;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What the page about a person says of their Claude Code: where it is signed in, and which
/// settings it says it follows.
///
/// @param settings in words
/// @param asOf when it said so; null when it never did
record ClaudeCodeView(List<Row> signIns, String settings, @Nullable Moment asOf) {
    ClaudeCodeView {
        signIns = List.copyOf(signIns);
    }

    /// A sign-in.
    ///
    /// @param address from where it was asked for
    /// @param running whether it works
    record Row(
            String id,
            String tool,
            String address,
            Moment begun,
            @Nullable Moment renewed,
            String state,
            boolean running) {}

    static ClaudeCodeView of(Person person, Workspace workspace) {
        Instant now = workspace.clock().instant();
        Posture posture = workspace.managedSettings().posture(person.id(), person.teams());
        return new ClaudeCodeView(
                workspace.toolSignIns().of(person.id()).stream()
                        .map(signIn -> row(signIn, now))
                        .toList(),
                words(posture),
                posture.asOf() == null ? null : Moment.of(posture.asOf(), now));
    }

    private static Row row(ToolSignIn signIn, Instant now) {
        boolean running = signIn.state() == ToolSignIn.State.RUNNING;
        return new Row(
                signIn.id(),
                ToolSignInController.tool(signIn.client()),
                signIn.address(),
                Moment.of(signIn.askedAt(), now),
                signIn.renewedAt() == null ? null : Moment.of(signIn.renewedAt(), now),
                running ? "signed in" : "ended",
                running);
    }

    private static String words(Posture posture) {
        return switch (posture.standing()) {
            case CURRENT -> "current";
            case PREVIOUS -> "the previous ones, which were replaced less than an hour before";
            case OTHER -> "other than those served";
            case NOT_TOLD -> posture.asOf() == null ? "not told" : "not told in the last 24 hours";
        };
    }
}
