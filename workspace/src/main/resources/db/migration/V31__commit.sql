-- SPDX-License-Identifier: Apache-2.0
-- The commit that was worked on, as the entry tells it; null where nobody told one.

ALTER TABLE interaction ADD COLUMN commit text;

-- Commits are looked for by their first digits, whatever order the database's language gives letters.
CREATE INDEX interaction_commit ON interaction (commit text_pattern_ops, intent) WHERE commit IS NOT NULL;
