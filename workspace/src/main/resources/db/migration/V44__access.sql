-- SPDX-License-Identifier: Apache-2.0
-- Who asked for which tool under which plan, who approved it, and what was granted.

CREATE TABLE access_request (
    seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id           text NOT NULL UNIQUE,
    person       text NOT NULL,
    tool         text NOT NULL,
    plan         text NOT NULL,
    classes      text[] NOT NULL, -- of repositories; none: everywhere
    reason       text NOT NULL,
    ends_at      timestamptz NOT NULL,
    digest       text NOT NULL, -- SHA-256 of what is asked for: approvals are for exactly this
    requester    text NOT NULL,
    requested_at timestamptz NOT NULL,
    ended_as     text CHECK (ended_as IN ('granted', 'rejected', 'withdrawn')),
    ended_by     text,
    ended_at     timestamptz
);
CREATE INDEX access_request_of ON access_request (person, seq DESC);
CREATE INDEX access_request_open ON access_request (seq) WHERE ended_as IS NULL;

CREATE TABLE access_approval (
    request text NOT NULL,
    who     text NOT NULL,
    at      timestamptz NOT NULL,
    PRIMARY KEY (request, who)
);

CREATE TABLE access_grant (
    seq            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id             text NOT NULL UNIQUE,
    request        text NOT NULL UNIQUE,
    person         text NOT NULL,
    tool           text NOT NULL,
    plan           text NOT NULL,
    classes        text[] NOT NULL,
    starts_at      timestamptz NOT NULL,
    ends_at        timestamptz NOT NULL,
    entry          bigint NOT NULL, -- index in the ledger
    seat_needed    boolean NOT NULL,
    seat_proof     text,
    seat_by        text,
    seat_at        timestamptz,
    revoked_at     timestamptz,
    revoked_by     text,
    revoked_reason text
);
CREATE INDEX access_grant_of ON access_grant (person, seq DESC);
CREATE INDEX access_grant_seat ON access_grant (seq) WHERE seat_needed AND seat_at IS NULL AND revoked_at IS NULL;
CREATE INDEX access_grant_end ON access_grant (ends_at) WHERE revoked_at IS NULL;
