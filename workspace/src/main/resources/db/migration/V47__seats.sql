-- SPDX-License-Identifier: Apache-2.0
-- What vendors' own lists show: accounts, keys and tokens, and to whom they belong.

-- Which address was whose, and since when. A trigger keeps it, because addresses have many writers, and one that was
-- forgotten would give somebody's account to somebody else.
CREATE TABLE person_address (
    seq     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    address text NOT NULL, -- in lower case
    person  text NOT NULL REFERENCES person,
    since   timestamptz NOT NULL,
    until   timestamptz -- null: still
);
CREATE INDEX person_address_whose ON person_address (address);
CREATE INDEX person_address_of ON person_address (person);
ALTER TABLE person ADD COLUMN email_since timestamptz; -- null: from the beginning
INSERT INTO person_address (address, person, since) SELECT lower(email), id, created_at FROM person;

CREATE TABLE seat_source (
    source text PRIMARY KEY,
    tool   text NOT NULL,
    newest bigint -- number of its newest reading
);
CREATE INDEX seat_source_tool ON seat_source (tool);

-- One complete list of a source, as it was handed in. Never changed.
CREATE TABLE seat_reading (
    number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source     text NOT NULL REFERENCES seat_source,
    plan       text,                 -- of the whole list, where somebody said so
    kind       text NOT NULL CHECK (kind IN ('seat', 'key', 'token')), -- what it is a list of
    as_of      timestamptz NOT NULL, -- when the source was read
    handed_by  text NOT NULL,
    handed_at  timestamptz NOT NULL,
    digest     text NOT NULL,        -- SHA-256 of the bytes
    rows       bigint NOT NULL,
    appeared   bigint NOT NULL,
    gone       bigint NOT NULL,
    changed    bigint NOT NULL,
    entry      bigint NOT NULL,      -- index in the ledger
    UNIQUE (source, as_of)
);
CREATE INDEX seat_reading_of ON seat_reading (source, number);

-- An account as its source showed it, from one reading on until another. What a reading held are the rows with
-- since <= number < until. Only until and what is derived from it (person, rule) are ever written again.
CREATE TABLE seat (
    seq           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source        text NOT NULL REFERENCES seat_source,
    tool          text NOT NULL,
    account       text NOT NULL, -- the vendor's id or login
    kind          text NOT NULL CHECK (kind IN ('seat', 'key', 'token')),
    address       text,          -- in lower case
    name          text,
    plan          text,
    last_activity timestamptz,   -- null: not known
    state         text,          -- in the vendor's word
    live          boolean NOT NULL, -- false: listed as revoked, removed or the like
    created       timestamptz,   -- by the vendor's word
    since         bigint NOT NULL REFERENCES seat_reading,
    shown_since   timestamptz NOT NULL, -- from when on the account is on the list without a gap
    not_before    timestamptz,   -- the account was not there before; null: nobody knows
    until         bigint REFERENCES seat_reading, -- null: the newest reading shows it
    person        text,          -- null: nobody knows whose it is
    rule          text NOT NULL DEFAULT 'nobody'
);
CREATE UNIQUE INDEX seat_now ON seat (source, account) WHERE until IS NULL;
CREATE INDEX seat_account ON seat (source, account, seq);
CREATE INDEX seat_person ON seat (person) WHERE person IS NOT NULL;
CREATE INDEX seat_address ON seat (address) WHERE address IS NOT NULL;
CREATE INDEX seat_unresolved ON seat (seq) WHERE until IS NULL AND live AND person IS NULL;
CREATE INDEX seat_live ON seat (source) WHERE until IS NULL AND live;
CREATE INDEX seat_nobodys ON seat (source) WHERE until IS NULL AND live AND person IS NULL;
CREATE INDEX seat_page ON seat (source, seq) WHERE until IS NULL;

-- What somebody said by hand about whose an account is.
CREATE TABLE seat_link (
    seq       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source    text NOT NULL,
    account   text NOT NULL,
    person    text NOT NULL,
    reason    text NOT NULL,
    made_by   text NOT NULL,
    made_at   timestamptz NOT NULL,
    entry     bigint NOT NULL, -- index in the ledger
    undone_by text,
    undone_at timestamptz
);
CREATE UNIQUE INDEX seat_link_now ON seat_link (source, account) WHERE undone_at IS NULL;

-- To whom the accounts of the newest readings belong, by which rule. A word by hand is about the account that was there
-- then: one that came later under the same name needs another. An address that several people had is the account of the
-- one who has it only if the account came after it was theirs.
CREATE VIEW seat_owner AS
    SELECT s.seq,
           CASE WHEN h.person IS NOT NULL THEN h.person
                WHEN o.people = 1 THEN o.anybody
                WHEN o.people > 1 AND o.since <= s.not_before THEN o.holder
           END AS person,
           CASE WHEN h.person IS NOT NULL THEN 'by-hand'
                WHEN o.people = 1 AND o.holder IS NOT NULL THEN 'address'
                WHEN o.people = 1 THEN 'former-address'
                WHEN o.people > 1 AND o.since <= s.not_before THEN 'address'
                WHEN o.people > 1 THEN 'address-of-several'
                WHEN s.address IS NULL THEN 'no-address'
                ELSE 'nobody'
           END AS rule
    FROM seat s
    LEFT JOIN seat_link h ON h.source = s.source AND h.account = s.account
                         AND h.undone_at IS NULL AND h.made_at >= s.shown_since
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT a.person) AS people, min(a.person) AS anybody,
               min(a.person) FILTER (WHERE a.until IS NULL) AS holder,
               max(a.since) FILTER (WHERE a.until IS NULL) AS since
        FROM person_address a WHERE a.address = s.address
    ) o
    WHERE s.until IS NULL;

CREATE FUNCTION person_address_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz;
BEGIN
    IF TG_OP = 'INSERT' THEN
        moment := NEW.created_at;
    ELSIF lower(NEW.email) = lower(OLD.email) THEN
        RETURN NULL;
    ELSE
        moment := CASE WHEN NEW.email_since IS DISTINCT FROM OLD.email_since
                       THEN NEW.email_since ELSE now() END;
        UPDATE person_address SET until = moment WHERE person = NEW.id AND until IS NULL;
    END IF;
    INSERT INTO person_address (address, person, since) VALUES (lower(NEW.email), NEW.id, moment);
    UPDATE seat SET person = o.person, rule = o.rule
    FROM seat_owner o
    WHERE seat.address = lower(NEW.email) AND seat.until IS NULL AND o.seq = seat.seq;
    IF TG_OP = 'UPDATE' THEN
        UPDATE seat SET person = o.person, rule = o.rule
        FROM seat_owner o
        WHERE seat.address = lower(OLD.email) AND seat.until IS NULL AND o.seq = seat.seq;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER person_address_kept AFTER INSERT OR UPDATE OF email ON person
    FOR EACH ROW EXECUTE FUNCTION person_address_kept();

-- Who asks for a key or a token says so; what was asked for before this was an account.
ALTER TABLE access_request ADD COLUMN kind text NOT NULL DEFAULT 'seat' CHECK (kind IN ('seat', 'key', 'token'));
ALTER TABLE access_grant ADD COLUMN kind text NOT NULL DEFAULT 'seat' CHECK (kind IN ('seat', 'key', 'token'));
CREATE INDEX access_request_by ON access_request (requester, seq DESC);
CREATE INDEX access_grant_tool ON access_grant (person, tool) WHERE revoked_at IS NULL;
CREATE INDEX access_grant_held ON access_grant (tool, plan, person) INCLUDE (starts_at, ends_at)
    WHERE revoked_at IS NULL;

-- What of a review comes from vendors' lists, and who decides a row instead of others.
ALTER TABLE access_review_row
    ADD COLUMN kind          text NOT NULL DEFAULT 'seat',
    ADD COLUMN seat_source   text, -- null: no list shows an account
    ADD COLUMN seat_account  text,
    ADD COLUMN seat_kind     text,
    ADD COLUMN seat_plan     text,
    ADD COLUMN seat_state    text,
    ADD COLUMN seat_activity timestamptz; -- null: not known

-- Which lists a review was put together from; without a moment: one that was never read.
CREATE TABLE access_review_source (
    period_from timestamptz NOT NULL REFERENCES access_review,
    tool        text NOT NULL,
    source      text NOT NULL, -- empty: the tool has none
    as_of       timestamptz,
    accounts    bigint NOT NULL,
    unresolved  bigint NOT NULL,
    PRIMARY KEY (period_from, tool, source)
);

-- Who decides a row by somebody's wish. The last one counts.
CREATE TABLE access_review_delegation (
    seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    period_from timestamptz NOT NULL,
    number      int NOT NULL,
    delegate    text NOT NULL,
    reason      text NOT NULL,
    who         text NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX access_review_delegation_of ON access_review_delegation (period_from, number, seq DESC);
