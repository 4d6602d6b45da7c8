-- SPDX-License-Identifier: Apache-2.0
-- What the policy made of answers; null where it does not look at them.

ALTER TABLE interaction
    ADD COLUMN answer_decision text,
    ADD COLUMN answer_rule text,
    ADD COLUMN answer_findings jsonb,
    ADD COLUMN answer_detectors text[],
    ADD COLUMN answer_scan text;

CREATE INDEX interaction_answer_detectors ON interaction USING gin (answer_detectors)
    WHERE answer_detectors IS NOT NULL;

-- For what was found lately.
CREATE INDEX interaction_found ON interaction (at)
    WHERE detectors IS NOT NULL OR answer_detectors IS NOT NULL;
