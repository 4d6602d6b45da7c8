-- SPDX-License-Identifier: Apache-2.0
-- What is kept of prompts and answers beside their records, and what the policy goes by.

ALTER TABLE person ADD COLUMN jurisdiction text CHECK (jurisdiction ~ '^[A-Z]{2}$');

-- As the ledger states it; null in entries that are older than captures.
ALTER TABLE interaction
    ADD COLUMN prompt_capture text,
    ADD COLUMN answer_capture text,
    ADD COLUMN capture_retention text; -- null where nothing is kept
