-- SPDX-License-Identifier: Apache-2.0
-- The database is a working copy: what an auditor may ask for is in the ledger.

CREATE TABLE team (
    name text PRIMARY KEY
);

CREATE TABLE person (
    seq        bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    id         text PRIMARY KEY,
    email      text NOT NULL,
    name       text NOT NULL,
    role       text NOT NULL CHECK (role IN ('administrator', 'developer', 'auditor')),
    active     boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX person_email ON person (lower(email));

CREATE TABLE team_member (
    team   text NOT NULL REFERENCES team,
    person text NOT NULL REFERENCES person,
    PRIMARY KEY (person, team)
);

CREATE TABLE token (
    seq        bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    id         text PRIMARY KEY,
    person     text NOT NULL REFERENCES person,
    name       text NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('gateway', 'api')),
    secret     text NOT NULL UNIQUE, -- SHA-256, hexadecimal
    hint       text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX token_person ON token (person);

-- One row. The number is one more than the index of the ledger entry that made the last change, so it
-- never falls, not even when this database is lost and made anew.
CREATE TABLE register (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    number bigint NOT NULL
);
INSERT INTO register (number) VALUES (0);

CREATE TABLE policy_version (
    seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash         text NOT NULL,
    text         text NOT NULL,
    published_at timestamptz NOT NULL,
    published_by text NOT NULL
);

-- How far each projection of the ledger has come.
CREATE TABLE projection (
    name     text PRIMARY KEY,
    version  int NOT NULL,
    position bigint NOT NULL
);

CREATE TABLE interaction (
    intent        bigint PRIMARY KEY, -- index in the ledger
    id            text NOT NULL,
    at            timestamptz NOT NULL,
    source        text NOT NULL,
    person        text,
    token         text,
    operation     text NOT NULL,
    tool          text,
    tool_version  text,
    declared      boolean NOT NULL,
    plan          text,
    vendor        text,
    model         text,
    stream        boolean NOT NULL,
    repository    text,
    session       text,
    upstream      text,
    account       text NOT NULL,
    decision      text NOT NULL,
    rule          text,
    findings      jsonb,
    scan          text NOT NULL,
    policy        text NOT NULL,
    register      bigint NOT NULL,
    prompt_bytes  bigint,
    outcome       bigint, -- index in the ledger
    ended_at      timestamptz,
    result        text,
    status        int,
    answer_bytes  bigint,
    tokens_in     bigint,
    tokens_out    bigint,
    stop_reason   text,
    millis        bigint
) WITH (fillfactor = 90);
CREATE INDEX interaction_id ON interaction (id);
CREATE INDEX interaction_at ON interaction (at);
CREATE INDEX interaction_person ON interaction (person, intent);
CREATE INDEX interaction_repository ON interaction (repository, intent);
CREATE INDEX interaction_session ON interaction (session text_pattern_ops);
CREATE INDEX interaction_decision ON interaction (decision, intent) WHERE decision <> 'allowed';
CREATE INDEX interaction_findings ON interaction USING gin (findings jsonb_path_ops)
    WHERE findings IS NOT NULL;

-- The few different values of a column and who used them: for lists to choose from, and so that a free
-- text is compared with them instead of with every row.
CREATE TABLE interaction_facet (
    kind   text NOT NULL,
    person text NOT NULL, -- empty when nobody was identified
    value  text NOT NULL,
    PRIMARY KEY (kind, person, value)
);
