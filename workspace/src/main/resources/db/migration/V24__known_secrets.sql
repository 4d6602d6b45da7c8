-- SPDX-License-Identifier: Apache-2.0
-- The company's own secrets, by fingerprints that say nothing without the key in the data directory.

CREATE TABLE known_secret (
    seq          bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    name         text PRIMARY KEY,
    kind         text NOT NULL CHECK (kind IN ('secret', 'canary')),
    fingerprints text[] NOT NULL CHECK (cardinality(fingerprints) > 0), -- one for each spelling
    added_at     timestamptz NOT NULL,
    added_by     text NOT NULL
);
