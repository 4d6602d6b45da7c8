// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The page that lists requests, newest first.
///
/// @param live whether this is the newest page, which keeps itself up to date
/// @param problem what is wrong with the filters; null when nothing is
/// @param unbacked how many rows of the database are left out because no entry backs them
/// @param seen how far the search had read the ledger when the rows were read
record ActivityView(
        Form form,
        boolean live,
        List<ActivityRow> rows,
        long seen,
        @Nullable String problem,
        int unbacked,
        Links links) {
    ActivityView {
        rows = List.copyOf(rows);
    }

    /// Addresses of the neighbours; each carries the filters.
    ///
    /// @param rows what the live refresh brings
    /// @param older null on the last page
    record Links(String rows, String newest, @Nullable String older) {}

    /// The filters as the reader set them; empty fields filter nothing.
    record Form(
            List<Option> people,
            List<Option> tools,
            List<Option> decisions,
            List<Option> sources,
            List<String> repositories,
            String repository,
            String session,
            String commit,
            String from,
            String to,
            String q,
            boolean filtered) {}

    /// A choice in a list.
    record Option(String value, String label, boolean selected) {}

    public boolean filtered() {
        return form.filtered();
    }

    /// What is said of rows that are left out; empty when none is.
    public String leftOut() {
        return unbacked == 0
                ? ""
                : Words.count(unbacked, "row", "rows")
                        + " of the database left out: no entry of the ledger backs "
                        + (unbacked == 1 ? "it." : "them.");
    }

    public String caption() {
        String what = filtered() ? "matching the filters" : "recorded";
        if (rows.isEmpty()) {
            return "No requests " + what;
        }
        String number = Words.count(rows.size(), "request", "requests");
        return live && links.older() == null
                ? number + " " + what
                : (live ? "The newest " : "Older: ") + number + " " + what;
    }
}
