-- SPDX-License-Identifier: Apache-2.0
-- What of checklists is done: attested by people for themselves, or verified by the product. Rows are only ever
-- added; whether a checklist is complete is worked out from them and the policy in force whenever it is asked.

CREATE TABLE checklist_attestation (
    seq            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id             text NOT NULL UNIQUE,
    person         text NOT NULL REFERENCES person,
    tool           text NOT NULL,
    plan           text NOT NULL,
    item           text NOT NULL,
    digest         text NOT NULL, -- SHA-256 of what was asked, for this tool and plan
    policy         text NOT NULL, -- hash of the policy that asked it
    at             timestamptz NOT NULL,
    evidence       text,          -- a text or a link; null when none was given
    method         text NOT NULL CHECK (method IN ('portal', 'api', 'demo', 'machine')),
    authentication text NOT NULL,
    entry          bigint NOT NULL -- index in the ledger
);
CREATE INDEX checklist_attestation_done ON checklist_attestation (digest, person, at);
CREATE INDEX checklist_attestation_person ON checklist_attestation (person, seq DESC);

CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON checklist_attestation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
