-- SPDX-License-Identifier: Apache-2.0
-- What somebody showed of what was taken away from people who left. That somebody left, and what has to be shown, is
-- derived: no row has to be there for it to be open.

CREATE TABLE offboarding_proof (
    seq     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person  text NOT NULL,
    left_at timestamptz NOT NULL, -- who comes back and leaves again leaves anew
    item    text NOT NULL,
    source  text NOT NULL,
    read_at timestamptz NOT NULL,
    who     text NOT NULL,
    at      timestamptz NOT NULL,
    entry   bigint NOT NULL, -- index in the ledger
    UNIQUE (person, left_at, item)
);
