-- SPDX-License-Identifier: Apache-2.0
-- How a version of the policy came to be, its document as people were shown it, proposals on the way
-- to a version, and signatures. Nothing here is ever changed but a proposal that is not published.

ALTER TABLE policy_version
    ADD COLUMN version   int,
    ADD COLUMN material  boolean NOT NULL DEFAULT true,
    ADD COLUMN required  boolean NOT NULL DEFAULT false,
    ADD COLUMN note      text NOT NULL DEFAULT '',
    ADD COLUMN author    text,
    ADD COLUMN approvers text[] NOT NULL DEFAULT '{}',
    ADD COLUMN proposal  text,
    ADD COLUMN document  text;

UPDATE policy_version SET version = numbered.version
FROM (SELECT seq, row_number() OVER (ORDER BY seq) AS version FROM policy_version) numbered
WHERE numbered.seq = policy_version.seq;

ALTER TABLE policy_version ALTER COLUMN version SET NOT NULL;
CREATE UNIQUE INDEX policy_version_number ON policy_version (version);

CREATE TABLE policy_document (
    version int NOT NULL,
    format  text NOT NULL,
    sha256  text NOT NULL,
    bytes   bytea NOT NULL,
    PRIMARY KEY (version, format)
);

CREATE TABLE policy_proposal (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         text NOT NULL UNIQUE,
    text       text NOT NULL,
    hash       text NOT NULL,
    note       text NOT NULL,
    material   boolean NOT NULL,
    author     text NOT NULL,
    created_at timestamptz NOT NULL,
    state      text NOT NULL,
    base       text,
    version    int
);

CREATE TABLE policy_proposal_step (
    seq      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    proposal text NOT NULL,
    kind     text NOT NULL,
    who      text NOT NULL,
    at       timestamptz NOT NULL,
    hash     text NOT NULL,
    note     text NOT NULL
);

CREATE INDEX policy_proposal_step_of ON policy_proposal_step (proposal, seq);

CREATE TABLE acknowledgment (
    seq             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id              text NOT NULL UNIQUE,
    person          text NOT NULL,
    version         int NOT NULL,
    policy          text NOT NULL,
    document        text NOT NULL,
    language        text NOT NULL,
    reason          text NOT NULL,
    assigned_at     timestamptz NOT NULL,
    due_at          timestamptz NOT NULL,
    acknowledged_at timestamptz NOT NULL,
    consent         text NOT NULL,
    method          text NOT NULL,
    authentication  text NOT NULL,
    entry           bigint NOT NULL
);

CREATE INDEX acknowledgment_of_person ON acknowledgment (person, seq DESC);

CREATE TABLE acknowledgment_demand (
    seq    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person text NOT NULL,
    reason text NOT NULL,
    at     timestamptz NOT NULL,
    who    text NOT NULL
);

CREATE INDEX acknowledgment_demand_of ON acknowledgment_demand (person, seq DESC);
