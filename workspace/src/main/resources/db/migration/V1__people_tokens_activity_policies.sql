-- SPDX-License-Identifier: Apache-2.0
-- The database is a working copy: what an auditor may ask for is in the ledger.

CREATE EXTENSION IF NOT EXISTS pg_trgm; -- any part of a text is found by index

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
    name       text PRIMARY KEY,
    version    int NOT NULL,
    position   bigint NOT NULL,
    unknown    bigint NOT NULL DEFAULT 0, -- entries passed over because a newer version wrote them
    unreadable bigint NOT NULL DEFAULT 0  -- entries passed over because they can not be read or stored
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
    detectors     text[], -- those in the findings
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
CREATE INDEX interaction_person ON interaction (person, intent);
CREATE INDEX interaction_tool ON interaction (tool, intent);
CREATE INDEX interaction_plan ON interaction (plan, intent);
CREATE INDEX interaction_model ON interaction (model, intent);
CREATE INDEX interaction_repository ON interaction (repository, intent);
CREATE INDEX interaction_session ON interaction (session, intent);
CREATE INDEX interaction_source ON interaction (source, intent) WHERE source <> 'gateway';
CREATE INDEX interaction_decision ON interaction (decision, intent) WHERE decision <> 'allowed';
CREATE INDEX interaction_rule ON interaction (rule, intent) WHERE rule IS NOT NULL;
CREATE INDEX interaction_detectors ON interaction USING gin (detectors) WHERE detectors IS NOT NULL;
CREATE INDEX interaction_text ON interaction USING gin (id gin_trgm_ops, session gin_trgm_ops);

-- Between which indices of the ledger the requests of each hour are. Requests are listed by index, and
-- these are nearly in the order of time: a search for a time reads only its piece of the list.
CREATE TABLE interaction_hour (
    hour  timestamptz PRIMARY KEY,
    first bigint NOT NULL,
    last  bigint NOT NULL
);

-- The few different values of a column, for each person and for all: for lists to choose from, and so
-- that a free text is compared with them instead of with every row.
CREATE TABLE interaction_facet (
    kind   text NOT NULL,
    person text NOT NULL, -- empty for anybody
    value  text NOT NULL,
    PRIMARY KEY (kind, person, value)
);
