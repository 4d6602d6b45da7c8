// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import java.util.List;

/// How a row of the database stands to the entries of the ledger that it claims to come from.
public sealed interface Standing {
    /// Row and entries say the same.
    Standing CONFIRMED = new Confirmed();

    /// The entries can not be read, so the row was not compared.
    Standing UNCHECKED = new Unchecked();

    /// Row and entries say the same.
    record Confirmed() implements Standing {}

    /// Somebody changed the row. What is shown is what the entries say.
    ///
    /// @param columns of the table, those that had been changed
    record Altered(List<String> columns) implements Standing {
        public Altered {
            columns = List.copyOf(columns);
        }
    }

    /// The entries can not be read: what is shown is the database's word alone.
    record Unchecked() implements Standing {}
}
