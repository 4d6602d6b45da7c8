// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.detection.KnownSecrets;
import dev.chaperone.detection.Scanner;
import dev.chaperone.vocabulary.PersonId;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// The policy, the scanner and the register that are in force now: the one place where the control
/// plane hands them to the data plane. Reading is a memory read; an older version never replaces a
/// newer one.
public final class InForce {
    private final AtomicReference<Rules> rules;
    private volatile Function<Set<String>, Map<PersonId, Instant>> trained = _ -> Map.of();
    private volatile Function<PolicySnapshot, Map<PersonId, ChecklistStanding>> done =
            _ -> Map.of();
    private final AtomicReference<Register> register = new AtomicReference<>(Register.EMPTY);

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
        return register.get();
    }

    /// Puts a policy in force.
    public void publish(PolicySnapshot next) {
        rules.updateAndGet(now -> Rules.of(next, now.secrets()));
    }

    /// Puts a list of the company's own secrets in force.
    public void publish(KnownSecrets next) {
        rules.updateAndGet(now -> Rules.of(now.policy(), next));
    }

    /// Puts a register in force, unless a newer one already is. The address of the pages stays.
    public void publish(Register next) {
        register.updateAndGet(
                now -> next.number() > now.number() ? next.withPages(now.pages()) : now);
    }

    /// Says how to find out from when on people do not have some courses any more, or should have
    /// them; the register is made with it.
    public void trainedBy(Function<Set<String>, Map<PersonId, Instant>> answer) {
        trained = answer;
    }

    /// From when on people do not have all of some courses, as far as anybody knows.
    public Map<PersonId, Instant> trained(Set<String> courses) {
        return trained.apply(courses);
    }

    /// Says how to find out what people have done of the checklists of a policy; the register is
    /// made with it. Until somebody does, nobody has done anything.
    public void checklistsBy(Function<PolicySnapshot, Map<PersonId, ChecklistStanding>> answer) {
        done = answer;
    }

    /// What people have done of the checklists of a policy; who is not there has done nothing.
    public Map<PersonId, ChecklistStanding> checklists(PolicySnapshot policy) {
        return done.apply(policy);
    }

    /// Says where people's browsers find the workspace.
    public void pagesAt(String address) {
        register.updateAndGet(now -> now.withPages(address));
    }
}
