-- SPDX-License-Identifier: Apache-2.0
-- Who looked at what somebody did: for each person the entries of the ledger that record it. Part of the activity's
-- projection: it can be dropped and made anew from the ledger, which also says everything else about a look.

CREATE TABLE look (
    person text NOT NULL,   -- whose; empty when the entry is about everybody's, or does not say whose
    entry  bigint NOT NULL, -- index in the ledger
    PRIMARY KEY (person, entry)
);
CREATE INDEX look_entry ON look (entry);

-- What somebody is told: on the page at once, and by mail as they want it. A row is written with what it tells of, in
-- one transaction.

CREATE TABLE notice (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         text NOT NULL UNIQUE,
    person     text NOT NULL,
    occasion   text NOT NULL,  -- what it tells of: told once to each person
    kind       text NOT NULL,
    title      text NOT NULL,
    body       text NOT NULL,
    path       text NOT NULL,  -- of the page that it is about
    created_at timestamptz NOT NULL,
    shown      boolean NOT NULL, -- whether it stands on the page
    gathered   text,           -- 'daily' or 'weekly': waits for the letter that gathers; null when it does not
    read_at    timestamptz,
    UNIQUE (person, occasion)
);
CREATE INDEX notice_unread ON notice (person, seq) WHERE shown AND read_at IS NULL;
CREATE INDEX notice_waiting ON notice (gathered, person) WHERE gathered IS NOT NULL;

-- How somebody wants to be told of a kind of thing; who has no row is told in the usual way.

CREATE TABLE notice_preference (
    person text NOT NULL,
    kind   text NOT NULL,
    mail   boolean NOT NULL,
    chat   boolean NOT NULL,
    page   boolean NOT NULL,
    rhythm text NOT NULL CHECK (rhythm IN ('at-once', 'daily', 'weekly')),
    PRIMARY KEY (person, kind)
);
