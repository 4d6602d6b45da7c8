-- SPDX-License-Identifier: Apache-2.0
-- Whoever makes a token in another's name can hold it, and so is not apart from that other one.

ALTER TABLE token
    ADD COLUMN made_by   text, -- as the ledger names them; null in tokens that are older than this
    ADD COLUMN made_with text REFERENCES token;

-- The token of whoever asked; null when they signed in themselves.
ALTER TABLE opening ADD COLUMN asked_with text;
ALTER TABLE legal_hold ADD COLUMN asked_with text, ADD COLUMN release_asked_with text;
ALTER TABLE erasure ADD COLUMN asked_with text;
