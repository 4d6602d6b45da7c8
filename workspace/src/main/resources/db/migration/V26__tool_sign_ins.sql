-- SPDX-License-Identifier: Apache-2.0
-- Sign-ins of tools: asked for on a machine, decided in a browser, then renewed by the tool. Of codes and tokens only the
-- SHA-256 is here, hexadecimal.

CREATE TABLE tool_sign_in (
    seq                bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    id                 text PRIMARY KEY,
    client             text NOT NULL, -- as it names itself
    address            text NOT NULL, -- from where it asked; shown to whoever decides
    asked_at           timestamptz NOT NULL,
    device_code        text NOT NULL UNIQUE,
    user_code          text NOT NULL UNIQUE,
    polled_at          timestamptz,
    poll_seconds       int NOT NULL,
    approved           boolean,
    person             text REFERENCES person,
    decided_at         timestamptz,
    family             text UNIQUE, -- of the part of a refresh token that stays
    turn               text,        -- of the part that changes each time
    access             text UNIQUE,
    access_ends        timestamptz,
    access_before      text UNIQUE, -- works until its own end beside the newer one
    access_before_ends timestamptz,
    renewed_at         timestamptz,
    ends               timestamptz,
    ended_at           timestamptz,
    CHECK (num_nulls(approved, decided_at) IN (0, 2)),
    CHECK (num_nulls(family, turn, access, access_ends, renewed_at, ends) IN (0, 6)),
    CHECK (num_nulls(access_before, access_before_ends) IN (0, 2)),
    CHECK (family IS NULL OR (approved AND person IS NOT NULL))
);
CREATE INDEX tool_sign_in_person ON tool_sign_in (person);
CREATE INDEX tool_sign_in_waiting ON tool_sign_in (asked_at) WHERE family IS NULL;

-- The settings that were served to a group of people, one row for each change.
CREATE TABLE managed_settings (
    seq      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    audience text NOT NULL,
    checksum text, -- null: from then on none are served
    settings text,
    since    timestamptz NOT NULL,
    entry    bigint NOT NULL, -- index in the ledger
    CHECK (num_nulls(checksum, settings) IN (0, 2))
);
CREATE INDEX managed_settings_audience ON managed_settings (audience, seq);

-- What a person's client last said about the settings it follows.
CREATE TABLE settings_report (
    person   text PRIMARY KEY REFERENCES person,
    checksum text NOT NULL,
    at       timestamptz NOT NULL
);
