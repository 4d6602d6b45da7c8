// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.acknowledgments;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// The table `paper_signature`.
final class PaperStore {
    private static final String SELECT =
            """
            SELECT id, person, document, signed_on, scan, entered_by, entered_at, acknowledgment
            FROM paper_signature
            """;

    private final Database database;

    PaperStore(Database database) {
        this.database = database;
    }

    void insert(PaperSignature paper) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO paper_signature
                            (id, person, document, signed_on, scan, entered_by, entered_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(paper.id())
                .param(paper.person().value())
                .param(paper.document().toString())
                .param(paper.signedOn())
                .param(paper.scan().toString())
                .param(paper.enteredBy().value())
                .param(Database.timestamp(paper.enteredAt()))
                .update();
    }

    void confirm(String id, String acknowledgment) {
        database.jdbc()
                .sql("UPDATE paper_signature SET acknowledgment = ? WHERE id = ?")
                .params(acknowledgment, id)
                .update();
    }

    /// A paper, held until the transaction ends.
    Optional<PaperSignature> hold(String id) {
        return database.jdbc()
                .sql(SELECT + "WHERE id = ? FOR UPDATE")
                .param(id)
                .query((row, _) -> row(row))
                .optional();
    }

    /// Those that wait for somebody else, the oldest first.
    List<PaperSignature> waiting() {
        return database.jdbc()
                .sql(SELECT + "WHERE acknowledgment IS NULL ORDER BY seq LIMIT 500")
                .query((row, _) -> row(row))
                .list();
    }

    private static PaperSignature row(ResultSet row) throws SQLException {
        return new PaperSignature(
                row.getString("id"),
                new PersonId(row.getString("person")),
                Digest.parse(row.getString("document")),
                row.getObject("signed_on", LocalDate.class),
                Digest.parse(row.getString("scan")),
                new PersonId(row.getString("entered_by")),
                row.getObject("entered_at", OffsetDateTime.class).toInstant(),
                row.getString("acknowledgment"));
    }
}
