-- SPDX-License-Identifier: Apache-2.0
-- More roles, when somebody's role last changed, and how somebody works for the company.

ALTER TABLE person
    DROP CONSTRAINT person_role_check,
    ADD CONSTRAINT person_role_check CHECK (role IN (
        'administrator', 'compliance-lead', 'approver', 'team-lead', 'developer', 'auditor',
        'read-only')),
    ADD COLUMN role_since  timestamptz, -- null: never another
    ADD COLUMN employment  text CHECK (employment IN (
        'employee', 'contractor', 'intern', 'service', 'partner')),
    ADD COLUMN department  text,
    ADD COLUMN job_title   text,
    ADD COLUMN manager     text REFERENCES person,
    ADD COLUMN starts_on   date,
    ADD COLUMN last_day    date;

CREATE INDEX person_manager ON person (manager) WHERE manager IS NOT NULL;

-- What policies went by of a person, from when on: a row for each change, so that it can be told what somebody was
-- allowed on a day long ago.
CREATE TABLE person_standing (
    seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person       text NOT NULL,
    since        timestamptz NOT NULL,
    role         text NOT NULL,
    teams        text[] NOT NULL,
    jurisdiction text,
    active       boolean NOT NULL,
    entry        bigint -- index in the ledger; null for what was so when this table was made
);
CREATE INDEX person_standing_of ON person_standing (person, seq DESC);

INSERT INTO person_standing (person, since, role, teams, jurisdiction, active)
SELECT p.id, p.created_at, p.role,
       coalesce((SELECT array_agg(m.team ORDER BY m.team) FROM team_member m WHERE m.person = p.id), '{}'),
       p.jurisdiction, p.active
FROM person p;

-- Who somebody was when they signed, and when the page was shown to them.
ALTER TABLE acknowledgment
    ADD COLUMN presented_at timestamptz, -- null: not known
    ADD COLUMN name         text,
    ADD COLUMN email        text,
    ADD COLUMN employment   text,
    ADD COLUMN department   text,
    ADD COLUMN manager      text;

-- Signatures on paper, of people who can not sign in: somebody enters one, and somebody else who has seen it says so.
CREATE TABLE paper_signature (
    seq            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id             text NOT NULL UNIQUE,
    person         text NOT NULL,
    document       text NOT NULL, -- SHA-256 of the page that was printed
    signed_on      date NOT NULL,
    scan           text NOT NULL, -- SHA-256 of the scanned paper, which is kept elsewhere
    entered_by     text NOT NULL,
    entered_at     timestamptz NOT NULL,
    acknowledgment text -- null until it is confirmed
);
