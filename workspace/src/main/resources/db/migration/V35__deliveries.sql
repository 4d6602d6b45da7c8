-- SPDX-License-Identifier: Apache-2.0
-- Messages to people and other systems. A row is written with what it tells of, in one transaction,
-- and sent afterwards: nothing is told of that did not happen, and nothing that happened is not told.

CREATE TABLE delivery (
    seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id           text NOT NULL UNIQUE,
    channel      text NOT NULL,       -- 'mail', or the name of a webhook
    occasion     text NOT NULL,       -- what it tells of: told once on each channel to each recipient
    recipient    text NOT NULL,       -- a person's id or an address; empty for a webhook
    type         text NOT NULL,       -- of the event; 'letter' for mail
    subject      text NOT NULL,       -- heading of a letter, or the id of what an event is about
    body         text NOT NULL,       -- text of a letter, or JSON
    created_at   timestamptz NOT NULL,
    attempts     int NOT NULL DEFAULT 0,
    next_at      timestamptz,         -- of the next attempt; null when there will be none
    delivered_at timestamptz,
    given_up_at  timestamptz,
    problem      text,                -- of the last attempt
    UNIQUE (channel, occasion, recipient)
);
CREATE INDEX delivery_due ON delivery (next_at, seq) WHERE next_at IS NOT NULL;
CREATE INDEX delivery_given_up ON delivery (seq) WHERE given_up_at IS NOT NULL;
