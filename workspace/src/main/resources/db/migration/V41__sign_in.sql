-- SPDX-License-Identifier: Apache-2.0
-- How people sign in. Nothing here opens anything by itself: passwords, links and codes are hashed,
-- the secrets of second factors are encrypted with a key that lies in a file.

CREATE TABLE account (
    person      text PRIMARY KEY REFERENCES person (id),
    invitation  text NOT NULL,            -- by which it was set up
    password    text NOT NULL,            -- Argon2id with its parameters and salt
    password_at timestamptz NOT NULL,
    factor      bytea NOT NULL,           -- secret of the one-time codes (TOTP), encrypted
    factor_at   timestamptz NOT NULL,
    factor_step bigint NOT NULL           -- of the last code that was used: none works twice
);

CREATE TABLE recovery_code (
    person  text NOT NULL REFERENCES account (person) ON DELETE CASCADE,
    digest  text NOT NULL,                -- SHA-256 of 80 bits of chance
    used_at timestamptz,
    PRIMARY KEY (person, digest)
);

CREATE TABLE invitation (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         text NOT NULL UNIQUE,
    person     text NOT NULL REFERENCES person (id),
    secret     text NOT NULL UNIQUE,      -- SHA-256
    made_by    text NOT NULL,
    made_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at   timestamptz                -- when it was used, or a newer one took its place
);
CREATE INDEX invitation_person ON invitation (person, seq);

CREATE TABLE web_session (
    seq              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id               text NOT NULL UNIQUE, -- names the session; the browser's cookie is another secret, and not stored
    person           text REFERENCES person (id), -- null: the administrator token
    method           text NOT NULL,
    authenticated_at timestamptz NOT NULL,
    started_at       timestamptz NOT NULL,
    seen_at          timestamptz NOT NULL, -- to the minute
    address          text NOT NULL,
    agent            text NOT NULL,
    ended_at         timestamptz
);
CREATE INDEX web_session_person ON web_session (person, seq);

-- Who somebody is at an identity provider: its address and their lasting id there.
CREATE TABLE provider_link (
    issuer  text NOT NULL,
    subject text NOT NULL,
    person  text NOT NULL REFERENCES person (id),
    made_at timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (issuer, person)
);

-- Tokens of programs: nobody's name stands behind them, and each may do only what its scopes say.
CREATE TABLE service_token (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         text NOT NULL UNIQUE,
    name       text NOT NULL,
    owner      text NOT NULL REFERENCES person (id),
    scopes     text[] NOT NULL,
    secret     text NOT NULL UNIQUE,      -- SHA-256
    hint       text NOT NULL,
    made_by    text NOT NULL,
    made_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,               -- to the minute
    revoked_at timestamptz
);
CREATE INDEX service_token_owner ON service_token (owner, seq);
