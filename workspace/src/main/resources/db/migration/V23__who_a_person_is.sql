-- SPDX-License-Identifier: Apache-2.0
-- What opens the ledger's commitment to e-mail and name, and where that stands. Without the salt nobody can find out
-- from the ledger who a person was: who erases the row erases the salt.

ALTER TABLE person
    ADD COLUMN salt   bytea,
    ADD COLUMN anchor bigint; -- index in the ledger
