// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.activity.Filter;

import org.jspecify.annotations.Nullable;

/// Which requests somebody looks for, as the address says it; what is missing asks for nothing.
///
/// @param person id or e-mail address
/// @param from the first moment, in UTC unless it names an offset; a day stands for its first
///   moment
/// @param to the moment after the last
/// @param q part of the id, tool, model, repository, session or rule
/// @param commit the one that is worked on: its first 7 digits at least
/// @param cursor `next` of the piece before
record Asked(
        @Nullable String person,
        @Nullable String tool,
        @Nullable String plan,
        @Nullable String repository,
        @Nullable String model,
        @Nullable String decision,
        @Nullable String detector,
        @Nullable String source,
        @Nullable String session,
        @Nullable String commit,
        @Nullable String from,
        @Nullable String to,
        @Nullable String q,
        @Nullable String cursor,
        @Nullable String limit) {
    private static final int LIMIT = 50;

    Filter filter(Directory directory) {
        return new Filter(
                directory.personId(person),
                tool,
                plan,
                repository,
                model,
                decision,
                detector,
                source,
                session,
                Given.moment("from", from),
                Given.moment("to", to),
                q,
                commit);
    }

    int rows() {
        return limit == null ? LIMIT : Given.number("limit", limit);
    }
}
