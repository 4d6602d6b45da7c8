-- SPDX-License-Identifier: Apache-2.0
-- Cases: refused prompts of a person, or what somebody noticed, that somebody looks into.

CREATE TABLE violation_case (
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id           text NOT NULL UNIQUE,
    person       text NOT NULL,
    cause        text NOT NULL CHECK (cause IN ('repeated', 'severe', 'reported')),
    rules        text[] NOT NULL,
    evidence     text[] NOT NULL,     -- ids of interactions
    note         text NOT NULL,       -- of whoever opened it; empty when the product did
    opened_at    timestamptz NOT NULL,
    opened_by    text NOT NULL,
    statement    text,                -- of the person
    heard_at     timestamptz,
    heard_by     text,                -- who wrote it down
    finding      text CHECK (finding IN ('violation', 'no-violation')),
    sanction     text,
    hr_reference text,                -- where the personnel department keeps what stays out of here
    decided_at   timestamptz,
    decided_by   text
);
-- What a person does while a case is open belongs to it.
CREATE UNIQUE INDEX violation_case_open ON violation_case (person) WHERE decided_at IS NULL;

-- How far the record was looked through. One row, made when it is first looked through.
CREATE TABLE patrol (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    intent bigint NOT NULL            -- index of the last entry
);
