-- SPDX-License-Identifier: Apache-2.0
-- Who and what entries show to have been there, from when to when: those who report of themselves, sessions, MCP
-- servers, modes of permission. Part of the activity's projection: it can be dropped and made anew from the ledger.

CREATE TABLE seen (
    kind       text NOT NULL,
    name       text NOT NULL, -- of the session, server or mode; empty for a sender
    source     text NOT NULL,
    tool       text NOT NULL, -- empty when it is not known
    person     text NOT NULL,
    first      bigint NOT NULL, -- index in the ledger
    last       bigint NOT NULL,
    first_seen timestamptz NOT NULL,
    last_seen  timestamptz NOT NULL,
    PRIMARY KEY (kind, name, source, tool, person)
) WITH (fillfactor = 80);
CREATE INDEX seen_since ON seen (kind, source, first_seen);
