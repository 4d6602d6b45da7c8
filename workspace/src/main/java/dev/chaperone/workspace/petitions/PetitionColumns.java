// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.petitions;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/// The columns that hold a petition, the same in every table that has some: `reason`, `asked_by`,
/// `asked_with`, `asked_at`, `approved`, `decided_by`, `decided_at`.
public final class PetitionColumns {
    private PetitionColumns() {}

    /// The values in the order above.
    public static List<@Nullable Object> values(Petition petition) {
        Petition.Verdict verdict = petition.verdict();
        List<@Nullable Object> values = new ArrayList<>();
        values.add(petition.reason());
        values.add(petition.askedBy().value());
        values.add(petition.askedWith());
        values.add(Database.timestamp(petition.askedAt()));
        values.add(verdict == null ? null : verdict.approved());
        values.add(verdict == null ? null : verdict.by().value());
        values.add(verdict == null ? null : Database.timestamp(verdict.at()));
        return values;
    }

    /// The petition of a row; null when nobody asked.
    ///
    /// @param prefix of the columns' names
    public static @Nullable Petition read(ResultSet row, String prefix) throws SQLException {
        String reason = row.getString(prefix + "reason");
        if (reason == null) {
            return null;
        }
        String decidedBy = row.getString(prefix + "decided_by");
        Petition.Verdict verdict =
                decidedBy == null
                        ? null
                        : new Petition.Verdict(
                                row.getBoolean(prefix + "approved"),
                                new PersonId(decidedBy),
                                row.getObject(prefix + "decided_at", OffsetDateTime.class)
                                        .toInstant());
        return new Petition(
                reason,
                new PersonId(row.getString(prefix + "asked_by")),
                row.getString(prefix + "asked_with"),
                row.getObject(prefix + "asked_at", OffsetDateTime.class).toInstant(),
                verdict);
    }
}
