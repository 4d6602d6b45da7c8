// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;

import java.time.Instant;
import java.util.Optional;

/// The table `provider_link`.
final class ProviderLinkStore {
    private final Database database;

    ProviderLinkStore(Database database) {
        this.database = database;
    }

    Optional<PersonId> find(String issuer, String subject) {
        return database.jdbc()
                .sql("SELECT person FROM provider_link WHERE issuer = ? AND subject = ?")
                .params(issuer, subject)
                .query(String.class)
                .optional()
                .map(PersonId::new);
    }

    boolean isLinked(String issuer, PersonId person) {
        return database.jdbc()
                .sql("SELECT EXISTS (SELECT FROM provider_link WHERE issuer = ? AND person = ?)")
                .params(issuer, person.value())
                .query(Boolean.class)
                .single();
    }

    void insert(String issuer, String subject, PersonId person, Instant at) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO provider_link (issuer, subject, person, made_at)
                        VALUES (?, ?, ?, ?)
                        """)
                .params(issuer, subject, person.value(), Database.timestamp(at))
                .update();
    }
}
