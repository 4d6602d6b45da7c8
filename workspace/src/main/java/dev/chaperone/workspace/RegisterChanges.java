// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The tables `register` and `register_change`: the number of the register, and whom its last
/// changes are about.
final class RegisterChanges {
    private static final String PERSON = "person";
    private static final String EXCEPTIONS = "exceptions";
    private static final String EVERYBODY = "everybody";

    private final Database database;

    RegisterChanges(Database database) {
        this.database = database;
    }

    /// One change after the other: held until the end of the transaction.
    void lock() {
        database.jdbc().sql("SELECT number FROM register FOR UPDATE").query(Long.class).single();
    }

    /// The number of the last change that was made.
    long number() {
        return database.jdbc().sql("SELECT number FROM register").query(Long.class).single();
    }

    /// Notes a change, and forgets those that are in force.
    ///
    /// @param number of the register that has it
    /// @param inForce number of the register in force
    void note(long number, Reach reach, long inForce) {
        database.jdbc()
                .sql(
                        """
                        WITH forgotten AS (DELETE FROM register_change WHERE number <= ?)
                        UPDATE register SET number = ?, told_since = greatest(told_since, ?)
                        """)
                .params(inForce, number, inForce)
                .update();
        switch (reach) {
            case Reach.Everybody _ -> insert(number, EVERYBODY, List.of(""));
            case Reach.Exceptions _ -> insert(number, EXCEPTIONS, List.of(""));
            case Reach.People(var people) ->
                    insert(number, PERSON, people.stream().map(PersonId::value).toList());
        }
    }

    private void insert(long number, String kind, List<String> people) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO register_change (number, kind, person)
                        SELECT ?, ?, nullif(person, '') FROM unnest(?::text[]) AS p (person)
                        """)
                .params(number, kind, people.toArray(String[]::new))
                .update();
    }

    /// What changed after a register.
    ///
    /// @param number that everything of it has now
    /// @param people whom it is about; null when the register has to be made anew
    /// @param exceptions whether the exceptions changed
    record Changed(long number, @Nullable Set<PersonId> people, boolean exceptions) {}

    private record State(long number, long toldSince) {}

    /// What changed after the register with a number.
    Changed after(long number) {
        State state =
                database.jdbc()
                        .sql("SELECT number, told_since FROM register")
                        .query((row, _) ->
                                new State(row.getLong("number"), row.getLong("told_since")))
                        .single();
        Set<PersonId> people = new HashSet<>();
        Set<String> kinds = new HashSet<>();
        database.jdbc()
                .sql("SELECT DISTINCT kind, person FROM register_change WHERE number > ?")
                .param(number)
                .query(row -> {
                    kinds.add(row.getString("kind"));
                    String person = row.getString("person");
                    if (person != null) {
                        people.add(new PersonId(person));
                    }
                });
        boolean told = number >= state.toldSince() && !kinds.contains(EVERYBODY);
        return new Changed(state.number(), told ? people : null, kinds.contains(EXCEPTIONS));
    }
}
