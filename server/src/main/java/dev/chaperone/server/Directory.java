// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts names to the ids that the ledger holds.
final class Directory {
    private final People people;

    Directory(People people) {
        this.people = people;
    }

    /// Names of some people. Who left keeps the name; only a lost database forgets it.
    ///
    /// @param unconfirmed those whose row says something else than the ledger: their names are not
    ///   told
    record Names(Map<PersonId, Person> byId, Set<PersonId> unconfirmed) {
        Names {
            byId = Map.copyOf(byId);
            unconfirmed = Set.copyOf(unconfirmed);
        }

        @Nullable String email(PersonId id) {
            Person person = byId.get(id);
            return person == null || isUnconfirmed(id) ? null : person.email();
        }

        @Nullable String name(PersonId id) {
            Person person = byId.get(id);
            return person == null || isUnconfirmed(id) ? null : person.name();
        }

        boolean isUnconfirmed(PersonId id) {
            return unconfirmed.contains(id);
        }

        /// The name, or why there is none.
        String shown(PersonId id) {
            if (isUnconfirmed(id)) {
                return "a person whose name the ledger does not confirm (" + id.value() + ")";
            }
            String name = name(id);
            return name == null ? "a person who is no longer known" : name;
        }
    }

    /// Names of those who sent these requests.
    Names names(List<Interaction> interactions) {
        Set<PersonId> ids = new HashSet<>();
        for (Interaction each : interactions) {
            if (each.caller() != null) {
                ids.add(each.caller().person());
            }
        }
        return names(ids);
    }

    Names names(Set<PersonId> ids) {
        Map<PersonId, Person> byId = new HashMap<>();
        for (Person person : people.find(ids)) {
            byId.put(person.id(), person);
        }
        return new Names(byId, people.unconfirmed(ids));
    }

    /// The id of whom a filter means by an id or an e-mail address. One that nobody has is passed
    /// on: it finds nothing.
    @Nullable String personId(@Nullable String idOrEmail) {
        if (idOrEmail == null || idOrEmail.isBlank()) {
            return null;
        }
        return people.find(idOrEmail).map(person -> person.id().value()).orElse(idOrEmail);
    }
}
