-- SPDX-License-Identifier: Apache-2.0
-- Passkeys, when tokens of the API were used last, and how links reached whom they were made for.

-- Public keys: nothing here opens anything.
CREATE TABLE passkey (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         text NOT NULL UNIQUE,
    person     text NOT NULL REFERENCES account (person) ON DELETE CASCADE,
    name       text NOT NULL,
    credential text NOT NULL UNIQUE,      -- what the device calls it, in base64url
    key        text NOT NULL,             -- its public half with the device's model, in base64url
    counter    bigint NOT NULL,           -- of signatures, as the device counts; 0 where it does not
    synced     boolean NOT NULL,          -- whether it may be on several devices of the person
    made_at    timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX passkey_person ON passkey (person, seq);

ALTER TABLE token
    ADD COLUMN used_at     timestamptz,   -- of a token of the API, to the minute; the gateway's uses are in the ledger
    ADD COLUMN noted_since timestamptz NOT NULL DEFAULT now(); -- what was before is not known
CREATE INDEX interaction_token ON interaction (token, intent) WHERE token IS NOT NULL;

ALTER TABLE invitation
    ADD COLUMN handed  text NOT NULL DEFAULT 'by-hand' CHECK (handed IN ('by-hand', 'by-mail')),
    ADD COLUMN holders text[];            -- who saw the link, or could have; null: whoever made it
