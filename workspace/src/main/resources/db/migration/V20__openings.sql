-- SPDX-License-Identifier: Apache-2.0
-- What one person asks for and another decides. The columns from reason to decided_at are the same
-- everywhere; whoever decides is neither the one who asked nor the one whom it is about.

CREATE TABLE opening (
    seq         bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    id          text PRIMARY KEY,
    interaction text NOT NULL,
    intent      bigint NOT NULL, -- index in the ledger
    person      text NOT NULL,   -- whose content it is
    reason      text NOT NULL CHECK (length(reason) >= 10),
    asked_by    text NOT NULL REFERENCES person,
    asked_at    timestamptz NOT NULL,
    approved    boolean,
    decided_by  text REFERENCES person,
    decided_at  timestamptz,
    asked_entry   bigint NOT NULL, -- indices in the ledger
    decided_entry bigint,
    CHECK (num_nulls(approved, decided_by, decided_at, decided_entry) IN (0, 4)),
    CHECK (decided_by <> asked_by AND decided_by <> person)
);
CREATE INDEX opening_interaction ON opening (interaction);

-- Each time that content was shown.
CREATE TABLE opening_reading (
    entry   bigint PRIMARY KEY, -- index in the ledger; written before anything was shown
    opening text NOT NULL REFERENCES opening,
    sides   text NOT NULL,
    rule    text NOT NULL CHECK (rule IN ('second-person', 'asker-alone')),
    at      timestamptz NOT NULL
);
CREATE INDEX opening_reading_opening ON opening_reading (opening);

CREATE TABLE legal_hold (
    seq                bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    id                 text PRIMARY KEY,
    person             text, -- null for everybody
    review             date NOT NULL,
    reason             text NOT NULL CHECK (length(reason) >= 10),
    asked_by           text NOT NULL REFERENCES person,
    asked_at           timestamptz NOT NULL,
    approved           boolean,
    decided_by         text REFERENCES person,
    decided_at         timestamptz,
    release_reason     text CHECK (length(release_reason) >= 10),
    release_asked_by   text REFERENCES person,
    release_asked_at   timestamptz,
    release_approved   boolean,
    release_decided_by text REFERENCES person,
    release_decided_at timestamptz,
    CHECK (num_nulls(approved, decided_by, decided_at) IN (0, 3)),
    CHECK (decided_by <> asked_by AND (person IS NULL OR decided_by <> person)),
    CHECK (num_nulls(release_reason, release_asked_by, release_asked_at) IN (0, 3)),
    CHECK (num_nulls(release_approved, release_decided_by, release_decided_at) IN (0, 3)),
    CHECK (release_decided_by <> release_asked_by
           AND (person IS NULL OR release_decided_by <> person))
);

-- One row. Whoever begins or ends a hold and whoever destroys takes turns by locking it: nothing is
-- destroyed while a hold comes into force.
CREATE TABLE hold_turn (
    one boolean PRIMARY KEY DEFAULT true CHECK (one)
);
INSERT INTO hold_turn DEFAULT VALUES;

CREATE TABLE erasure (
    seq        bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    id         text PRIMARY KEY,
    person     text NOT NULL,
    reason     text NOT NULL CHECK (length(reason) >= 10),
    asked_by   text NOT NULL REFERENCES person,
    asked_at   timestamptz NOT NULL,
    approved   boolean,
    decided_by text REFERENCES person,
    decided_at timestamptz,
    CHECK (num_nulls(approved, decided_by, decided_at) IN (0, 3)),
    CHECK (decided_by <> asked_by AND decided_by <> person)
);
CREATE INDEX erasure_person ON erasure (person);

-- What was destroyed and on which ground. Without an entry it is a plan: stored before the first key
-- is destroyed, so that whoever starts again knows what to go on with.
CREATE TABLE certificate (
    seq     bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    id      text PRIMARY KEY,
    erasure text UNIQUE REFERENCES erasure, -- null when it expired
    rule    text NOT NULL,
    at      timestamptz,
    entry   bigint UNIQUE, -- index in the ledger
    digest  text,
    CHECK (num_nulls(at, entry, digest) IN (0, 3))
);

CREATE TABLE destroyed_drawer (
    certificate  text NOT NULL REFERENCES certificate,
    person       text NOT NULL,
    month        date NOT NULL, -- its first day
    retention    text NOT NULL,
    bytes        bigint NOT NULL,
    destroyed_at timestamptz,
    bodies       bigint,
    contents     text,
    PRIMARY KEY (person, month, retention, certificate),
    CHECK (num_nulls(destroyed_at, bodies, contents) IN (0, 3))
);
CREATE INDEX destroyed_drawer_certificate ON destroyed_drawer (certificate);
