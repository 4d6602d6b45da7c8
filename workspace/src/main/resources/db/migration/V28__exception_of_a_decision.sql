-- SPDX-License-Identifier: Apache-2.0
-- The approved exception that permitted a request; null where it needed none.

ALTER TABLE interaction ADD COLUMN exception text;

CREATE INDEX interaction_exception ON interaction (exception, at) WHERE exception IS NOT NULL;
