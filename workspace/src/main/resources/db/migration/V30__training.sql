-- SPDX-License-Identifier: Apache-2.0
-- Training. Rows are only ever added: what somebody read, answered and passed stays as it was.

-- Each time that a course became another one. The newest of a course is the one that is taught.
CREATE TABLE course_publication (
    seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course       text NOT NULL,
    version      text NOT NULL,   -- SHA-256 of content
    title        text NOT NULL,
    retrain      boolean NOT NULL, -- whoever passed an earlier one has to pass this one
    days         int NOT NULL CHECK (days >= 0), -- to complete it
    content      bytea NOT NULL,  -- all files, as they are hashed
    published_at timestamptz NOT NULL,
    entry        bigint NOT NULL  -- index in the ledger
);
CREATE INDEX course_publication_course ON course_publication (course, seq);

CREATE TABLE training_attempt (
    seq         bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    id          text PRIMARY KEY,
    person      text NOT NULL REFERENCES person,
    course      text NOT NULL,
    publication bigint NOT NULL REFERENCES course_publication,
    number      int NOT NULL,    -- of this person's attempts at this course, from 1
    seed        bigint NOT NULL, -- from which questions and orders came
    questions   text[] NOT NULL CHECK (cardinality(questions) > 0), -- id, blank, letters of the choices as shown
    pass_mark   int NOT NULL,
    started_at  timestamptz NOT NULL,
    entry       bigint NOT NULL, -- index in the ledger
    UNIQUE (person, course, number)
);

CREATE TABLE training_result (
    attempt     text PRIMARY KEY REFERENCES training_attempt,
    answers     text[] NOT NULL,     -- letters chosen, for each question in the order shown
    right_ones  int NOT NULL,
    score       int NOT NULL CHECK (score BETWEEN 0 AND 100), -- percent
    finished_at timestamptz NOT NULL,
    valid_until timestamptz,         -- null when it was not passed
    certificate text UNIQUE,
    entry       bigint NOT NULL,     -- index in the ledger
    CHECK (num_nulls(valid_until, certificate) IN (0, 2))
);

-- Somebody has to take a course again although they passed it.
CREATE TABLE retraining (
    seq         bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    id          text PRIMARY KEY,
    person      text NOT NULL REFERENCES person,
    course      text NOT NULL,
    reason      text NOT NULL CHECK (reason IN ('violation', 'role-change', 'return', 'other')),
    assigned_at timestamptz NOT NULL,
    assigned_by text NOT NULL,
    due_at      timestamptz NOT NULL,
    entry       bigint NOT NULL, -- index in the ledger
    CHECK (due_at >= assigned_at)
);
CREATE INDEX retraining_person ON retraining (person, course);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON course_publication
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON training_attempt
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON training_result
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON retraining
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
