// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import java.util.concurrent.atomic.AtomicReference;

/// The policy and the register that are in force now: the one place where the control plane hands
/// them to the data plane. Reading is a memory read; an older version never replaces a newer one.
public final class InForce {
    private final AtomicReference<PolicySnapshot> policy;
    private final AtomicReference<Register> register = new AtomicReference<>(Register.EMPTY);

    public InForce(PolicySnapshot policy) {
        this.policy = new AtomicReference<>(policy);
    }

    public PolicySnapshot policy() {
        return policy.get();
    }

    public Register register() {
        return register.get();
    }

    /// Puts a policy in force.
    public void publish(PolicySnapshot next) {
        policy.set(next);
    }

    /// Puts a register in force, unless a newer one already is.
    public void publish(Register next) {
        register.updateAndGet(now -> next.number() > now.number() ? next : now);
    }
}
