-- SPDX-License-Identifier: Apache-2.0
-- Reviews of the record. Which periods there are follows from the policies; a period without a row
-- was not reviewed.

CREATE TABLE log_review (
    period_from  timestamptz PRIMARY KEY,
    period_to    timestamptz NOT NULL,
    due          timestamptz NOT NULL,
    reviewer     text NOT NULL,
    concluded_at timestamptz NOT NULL,
    scope        text NOT NULL,
    findings     text NOT NULL,
    followed     boolean NOT NULL,     -- whether something follows from it
    sample       text[] NOT NULL,      -- ids of interactions
    requests     bigint NOT NULL,      -- recorded in the period when it was reviewed
    entry        bigint NOT NULL       -- of the ledger
);
