-- SPDX-License-Identifier: Apache-2.0
-- Exceptions from rules of the policy. What was asked for is never changed; whether one holds is a
-- matter of its dates.

CREATE TABLE rule_exception (
    seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id           text NOT NULL UNIQUE,
    rule         text NOT NULL,
    person       text,
    team         text,
    tool         text,
    plan         text,
    repository   text,
    starts_at    timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,
    requester    text NOT NULL,
    reason       text NOT NULL,
    risk         text NOT NULL,
    controls     text[] NOT NULL,
    requested_at timestamptz NOT NULL,
    approved_at  timestamptz,
    ended_at     timestamptz,
    ended_by     text,
    ended_as     text
);

CREATE INDEX rule_exception_in_force ON rule_exception (ends_at)
    WHERE approved_at IS NOT NULL AND ended_at IS NULL;

CREATE TABLE rule_exception_approval (
    exception text NOT NULL,
    who       text NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (exception, who)
);
