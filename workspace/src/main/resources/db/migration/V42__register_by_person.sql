-- SPDX-License-Identifier: Apache-2.0
-- Whom the last changes of the register are about, so that the gateway's copy follows without being made anew.
CREATE TABLE register_change (
    seq    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number bigint NOT NULL, -- of the register that has the change
    kind   text NOT NULL CHECK (kind IN ('person', 'exceptions', 'everybody')),
    person text REFERENCES person,
    CHECK ((kind = 'person') = (person IS NOT NULL))
);
CREATE INDEX register_change_number ON register_change (number);

-- What changed after this number is in register_change; what changed before is in force and is not kept.
ALTER TABLE register ADD COLUMN told_since bigint NOT NULL DEFAULT 0;
UPDATE register SET told_since = number;
