// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import dev.chaperone.vocabulary.PersonId;

import java.util.Set;

/// What of the register a change reaches, and so what is read anew after it.
public sealed interface Reach {
    /// What is known of everybody: a policy asks for something else.
    Reach EVERYBODY = new Everybody();

    /// The exceptions from the policy.
    Reach EXCEPTIONS = new Exceptions();

    static Reach of(PersonId person) {
        return new People(Set.of(person));
    }

    /// What is known of some people.
    record People(Set<PersonId> people) implements Reach {
        public People {
            people = Set.copyOf(people);
        }
    }

    /// See [#EVERYBODY].
    record Everybody() implements Reach {}

    /// See [#EXCEPTIONS].
    record Exceptions() implements Reach {}
}
