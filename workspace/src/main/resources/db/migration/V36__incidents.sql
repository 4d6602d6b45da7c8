-- SPDX-License-Identifier: Apache-2.0
-- Incidents. What is stated about one is only ever added to: the newest statement of a field holds.

CREATE TABLE incident (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          text NOT NULL UNIQUE,
    reporter    text NOT NULL,
    reported_at timestamptz NOT NULL,
    version     int NOT NULL DEFAULT 1,
    salt        text NOT NULL,        -- of the digests in the ledger
    evidence    text[] NOT NULL,      -- ids of interactions
    ticket      text,                 -- what another system calls it
    ticket_url  text,
    closed_at   timestamptz,
    closed_by   text
);
CREATE INDEX incident_reporter ON incident (reporter);

CREATE TABLE incident_fact (
    seq      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident text NOT NULL,
    field    text NOT NULL,
    value    text NOT NULL,
    stated_by text NOT NULL,
    stated_at timestamptz NOT NULL,
    version  int NOT NULL             -- of the incident, after this
);
CREATE INDEX incident_fact_incident ON incident_fact (incident, seq);
