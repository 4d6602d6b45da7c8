-- SPDX-License-Identifier: Apache-2.0
-- Reviews of who may use what. Which periods there are follows from the policies; a period without a row was not
-- reviewed. What is reviewed is frozen when the review is opened, with its hash in the ledger.

CREATE TABLE access_review (
    period_from     timestamptz PRIMARY KEY,
    opened_by       text NOT NULL,
    opened_at       timestamptz NOT NULL,
    snapshot        text NOT NULL,   -- SHA-256 of all rows
    rows            int NOT NULL,
    people          int NOT NULL,    -- active when it was opened
    without         int NOT NULL,    -- of them without anything to review
    entry           bigint NOT NULL, -- of the ledger
    completed_by    text,
    completed_at    timestamptz,
    statement       text,
    completed_entry bigint
);

CREATE TABLE access_review_row (
    period_from  timestamptz NOT NULL REFERENCES access_review,
    number       int NOT NULL,
    person       text NOT NULL,
    present      boolean NOT NULL, -- whether the person worked here
    held         text,             -- id of the grant; null for use without one
    tool         text NOT NULL,
    plan         text NOT NULL,
    classes      text[] NOT NULL,
    held_from    timestamptz,
    held_until   timestamptz,
    seat_needed  boolean NOT NULL,
    last_use     timestamptz,
    requests     bigint NOT NULL,
    blocked      bigint NOT NULL,
    personal     bigint NOT NULL,
    decision     text CHECK (decision IN ('keep', 'modify', 'revoke')),
    reason       text,
    decided_by   text,
    decided_at   timestamptz,
    together     int, -- how many rows were decided with the same click
    gone_source  text,
    gone_read    timestamptz,
    gone_by      text,
    gone_at      timestamptz,
    PRIMARY KEY (period_from, number)
);
