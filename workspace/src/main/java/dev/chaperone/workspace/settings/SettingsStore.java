// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.settings;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// The tables `managed_settings` and `settings_report`.
final class SettingsStore {
    private final Database database;

    SettingsStore(Database database) {
        this.database = database;
    }

    /// What is served to an audience from a moment on.
    ///
    /// @param checksum null when nothing is
    record Served(@Nullable String checksum, Instant since) {}

    /// What was and is served to an audience, the newest first, two at most.
    List<Served> newest(String audience) {
        return database.jdbc()
                .sql(
                        """
                        SELECT checksum, since FROM managed_settings
                        WHERE audience = ? ORDER BY seq DESC LIMIT 2
                        """)
                .param(audience)
                .query((row, _) ->
                        new Served(
                                row.getString("checksum"),
                                row.getObject("since", OffsetDateTime.class).toInstant()))
                .list();
    }

    /// Audiences to whom something is served.
    List<String> audiences() {
        return database.jdbc()
                .sql(
                        """
                        SELECT audience FROM managed_settings m
                        WHERE checksum IS NOT NULL
                          AND seq = (SELECT max(seq) FROM managed_settings
                                     WHERE audience = m.audience)
                        ORDER BY audience
                        """)
                .query((row, _) -> row.getString("audience"))
                .list();
    }

    void put(
            String audience,
            @Nullable String checksum,
            @Nullable String settings,
            Instant since,
            long entry) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO managed_settings (audience, checksum, settings, since, entry)
                        VALUES (?, ?, ?, ?, ?)
                        """)
                .param(audience)
                .param(checksum)
                .param(settings)
                .param(Database.timestamp(since))
                .param(entry)
                .update();
    }

    record Report(String checksum, Instant at) {}

    Optional<Report> report(PersonId person) {
        return database.jdbc()
                .sql("SELECT checksum, at FROM settings_report WHERE person = ?")
                .param(person.value())
                .query((row, _) ->
                        new Report(
                                row.getString("checksum"),
                                row.getObject("at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    void report(PersonId person, Report report) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO settings_report (person, checksum, at) VALUES (?, ?, ?)
                        ON CONFLICT (person) DO UPDATE
                        SET checksum = excluded.checksum, at = excluded.at
                        """)
                .params(person.value(), report.checksum(), Database.timestamp(report.at()))
                .update();
    }
}
