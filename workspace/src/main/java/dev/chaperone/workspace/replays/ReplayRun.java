// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.replays;

import dev.chaperone.policy.Replayed;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.workspace.Actor;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A replay, as far as it has come.
public final class ReplayRun {
    private final String id = OpaqueId.next("replay");
    private final NewReplay wanted;
    private final Actor by;
    private volatile long done;
    private volatile long total = -1;
    private volatile State state = new State.Running();
    private volatile @Nullable Instant ended;

    ReplayRun(NewReplay wanted, Actor by) {
        this.wanted = wanted;
        this.by = by;
    }

    /// How it stands.
    public sealed interface State {
        /// It goes on.
        record Running() implements State {}

        /// All was read.
        record Done(Replayed result) implements State {}

        /// Nothing has come of it.
        ///
        /// @param why for people
        record Failed(String why) implements State {}
    }

    public String id() {
        return id;
    }

    /// What is tried on what.
    public NewReplay wanted() {
        return wanted;
    }

    public State state() {
        return state;
    }

    public boolean isRunning() {
        return state instanceof State.Running;
    }

    /// How many requests were read.
    public long done() {
        return done;
    }

    /// How many there are; -1 while they are not counted.
    public long total() {
        return total;
    }

    /// Whether somebody asked for it.
    boolean isOf(Actor actor) {
        return by.equals(actor);
    }

    void counted(long number) {
        total = number;
    }

    void reached(long number) {
        done = number;
    }

    void ends(State how, Instant now) {
        ended = now;
        state = how;
    }

    /// Whether it ended before a moment.
    boolean endedBefore(Instant moment) {
        Instant end = ended;
        return end != null && end.isBefore(moment);
    }
}
