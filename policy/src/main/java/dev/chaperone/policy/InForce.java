// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.detection.KnownSecrets;
import dev.chaperone.detection.Scanner;
import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/// The policy, the scanner and the register that are in force now: the one place where the control
/// plane hands them to the data plane. Reading is a memory read; an older version never replaces a
/// newer one.
public final class InForce {
    private final AtomicReference<Rules> rules;
    private volatile Trained trained = (_, _) -> Map.of();
    private volatile Done done = (_, _) -> Map.of();

    /// Grows whenever standings are worked out in another way than before.
    private final AtomicLong way = new AtomicLong();

    private final AtomicReference<Made> made = new AtomicReference<>(new Made(Register.EMPTY, -1));

    /// Held while a register is made out of the one in force.
    private final ReentrantLock turn = new ReentrantLock();

    /// @param way by which its standings were worked out
    private record Made(Register register, long way) {}

    /// From when on people do not have some courses any more, or should have them.
    public interface Trained {
        /// Of some people, by id.
        ///
        /// @param people null for everybody
        Map<PersonId, Instant> of(Set<String> courses, @Nullable Set<PersonId> people);
    }

    /// What people have done of the checklists of a policy.
    public interface Done {
        /// Of some people; who has done nothing is not there.
        ///
        /// @param people null for everybody
        Map<PersonId, ChecklistStanding> of(PolicySnapshot policy, @Nullable Set<PersonId> people);
    }

    /// Makes the next register.
    public interface Making {
        /// The next one, read after it was asked for.
        ///
        /// @param now the one in force; null when standings are worked out in another way than it
        ///   was made by, so that nothing of it holds
        Register next(@Nullable Register now);
    }

    public InForce(PolicySnapshot policy) {
        this.rules = new AtomicReference<>(Rules.of(policy, KnownSecrets.NONE));
    }

    public PolicySnapshot policy() {
        return rules().policy();
    }

    /// Policy and scanner of one moment.
    public Rules rules() {
        return rules.get();
    }

    /// What finds all that the policy speaks of, and the company's own secrets.
    public Scanner scanner() {
        return rules().scanner();
    }

    public Register register() {
        return made.get().register();
    }

    /// Puts a policy in force. What it requires of people counts from the next register on.
    public void publish(PolicySnapshot next) {
        rules.updateAndGet(now -> Rules.of(next, now.secrets()));
        way.incrementAndGet();
    }

    /// Puts a list of the company's own secrets in force.
    public void publish(KnownSecrets next) {
        rules.updateAndGet(now -> Rules.of(now.policy(), next));
    }

    /// Puts a register in force, unless a newer one already is. The address of the pages stays.
    public void publish(Register next) {
        made.updateAndGet(now -> newer(now, next, now.way()));
    }

    private static Made newer(Made now, Register next, long way) {
        boolean follows =
                next.number() > now.register().number()
                        || (next.number() == now.register().number() && way != now.way());
        return follows ? new Made(next.withPages(now.register().pages()), way) : now;
    }

    /// Lets the register follow, one call after the other: whoever had to wait for others finds
    /// that theirs is in force with them, and makes none.
    ///
    /// @param wanted the number that the register in force has to have at least
    public void renew(long wanted, Making making) {
        if (follows(wanted)) {
            return;
        }
        turn.lock();
        try {
            if (!follows(wanted)) {
                // Before anything is read: what changes from here on is seen by the next.
                long began = way.get();
                Made now = made.get();
                Register next = making.next(now.way() == began ? now.register() : null);
                made.updateAndGet(before -> newer(before, next, began));
            }
        } finally {
            turn.unlock();
        }
    }

    private boolean follows(long wanted) {
        Made now = made.get();
        return now.register().number() >= wanted && now.way() == way.get();
    }

    /// Says how to find out from when on people do not have some courses any more, or should have
    /// them; the register is made with it.
    public void trainedBy(Trained answer) {
        trained = answer;
        way.incrementAndGet();
    }

    /// From when on people do not have all of some courses, as far as anybody knows.
    ///
    /// @param people null for everybody
    public Map<PersonId, Instant> trained(Set<String> courses, @Nullable Set<PersonId> people) {
        return trained.of(courses, people);
    }

    /// Says how to find out what people have done of the checklists of a policy; the register is
    /// made with it. Until somebody does, nobody has done anything.
    public void checklistsBy(Done answer) {
        done = answer;
        way.incrementAndGet();
    }

    /// What people have done of the checklists of a policy; who is not there has done nothing.
    ///
    /// @param people null for everybody
    public Map<PersonId, ChecklistStanding> checklists(
            PolicySnapshot policy, @Nullable Set<PersonId> people) {
        return done.of(policy, people);
    }

    /// Says where people's browsers find the workspace.
    public void pagesAt(String address) {
        made.updateAndGet(now -> new Made(now.register().withPages(address), now.way()));
    }
}
