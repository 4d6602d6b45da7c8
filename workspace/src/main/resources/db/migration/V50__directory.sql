-- SPDX-License-Identifier: Apache-2.0
-- People and groups as the company's directory tells them (SCIM 2.0).

-- Who has left keeps their address in the record, and somebody new can have it.
ALTER TABLE person ADD COLUMN freed_at timestamptz;
DROP INDEX person_email;
CREATE UNIQUE INDEX person_email ON person (lower(email)) WHERE freed_at IS NULL;

-- The page about people is sorted by name.
CREATE INDEX person_by_name ON person (lower(name), seq);

-- What the directory last said of somebody.
CREATE TABLE directory_user (
    person      text PRIMARY KEY REFERENCES person,
    user_name   text NOT NULL,
    external_id text,
    email       text NOT NULL,
    name        text NOT NULL,
    kind        text,
    department  text,
    title       text,
    manager     text,
    country     text,
    active      boolean NOT NULL,
    document    text NOT NULL,
    changed_at  timestamptz NOT NULL,
    freed_at    timestamptz, -- when somebody else could have the name
    removed_at  timestamptz  -- when the directory deleted the user
);
CREATE UNIQUE INDEX directory_user_name ON directory_user (lower(user_name)) WHERE freed_at IS NULL;
CREATE INDEX directory_user_external ON directory_user (external_id);

CREATE TABLE directory_group (
    seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          text NOT NULL UNIQUE,
    name        text NOT NULL,
    external_id text,
    created_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX directory_group_name ON directory_group (lower(name));

CREATE TABLE directory_member (
    member_of text NOT NULL REFERENCES directory_group (id) ON DELETE CASCADE,
    person    text NOT NULL REFERENCES person,
    PRIMARY KEY (member_of, person)
);
CREATE INDEX directory_member_person ON directory_member (person);

CREATE TABLE directory_event (
    seq     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL,
    who     text NOT NULL,
    method  text NOT NULL,
    place   text NOT NULL,
    subject text,
    status  integer NOT NULL,
    note    text NOT NULL
);

-- Who has left is few: what is counted is counted without them.
CREATE INDEX person_ended ON person (id) WHERE NOT active;
