-- SPDX-License-Identifier: Apache-2.0
-- A hold is put right from the ledger, also in a database that was lost and knows its people no more.

ALTER TABLE legal_hold
    DROP CONSTRAINT legal_hold_asked_by_fkey,
    DROP CONSTRAINT legal_hold_decided_by_fkey,
    DROP CONSTRAINT legal_hold_release_asked_by_fkey,
    DROP CONSTRAINT legal_hold_release_decided_by_fkey;
