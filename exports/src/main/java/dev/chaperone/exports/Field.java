// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import java.util.Locale;

/// A fact that an entry may state, in the order of the columns of CSV: a name and a place that
/// never change. New ones come to the end.
enum Field {
    INDEX,
    UID,
    TIME,
    TYPE,
    ACTION,
    ACTOR,
    SUBJECT,
    PERSON,
    EMAIL,
    TOKEN,
    INTERACTION,
    SOURCE,
    OPERATION,
    TOOL,
    TOOL_VERSION,
    TOOL_DECLARED,
    PLAN,
    ACCOUNT,
    VENDOR,
    MODEL,
    UPSTREAM,
    STREAM,
    REPOSITORY,
    SESSION,
    DECISION,
    RULE,
    FINDINGS,
    FINDING_COUNT,
    SCAN,
    POLICY,
    REGISTER,
    PROMPT_BYTES,
    REQUEST,
    RESULT,
    STATUS,
    ANSWER_BYTES,
    INPUT_TOKENS,
    OUTPUT_TOKENS,
    STOP_REASON,
    MILLIS,
    DETAILS,
    LEAF_HASH,
    SECRET_NAMES,
    COMMIT;

    /// The spelling in headers and attributes: `prompt_bytes`.
    String written() {
        return name().toLowerCase(Locale.ROOT);
    }
}
