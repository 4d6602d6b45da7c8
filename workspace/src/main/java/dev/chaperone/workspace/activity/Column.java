// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A column of `interaction`. All of them, so that no part of a row goes unchecked.
enum Column {
    INTENT(Kind.NUMBER),
    ID(Kind.TEXT),
    AT(Kind.TIME),
    SOURCE(Kind.TEXT),
    PERSON(Kind.TEXT),
    TOKEN(Kind.TEXT),
    OPERATION(Kind.TEXT),
    TOOL(Kind.TEXT),
    TOOL_VERSION(Kind.TEXT),
    DECLARED(Kind.FLAG),
    PLAN(Kind.TEXT),
    VENDOR(Kind.TEXT),
    MODEL(Kind.TEXT),
    STREAM(Kind.FLAG),
    REPOSITORY(Kind.TEXT),
    SESSION(Kind.TEXT),
    COMMIT(Kind.TEXT),
    UPSTREAM(Kind.TEXT),
    ACCOUNT(Kind.TEXT),
    DECISION(Kind.TEXT),
    RULE(Kind.TEXT),
    FINDINGS(Kind.JSON),
    DETECTORS(Kind.TEXTS),
    SCAN(Kind.TEXT),
    POLICY(Kind.TEXT),
    REGISTER(Kind.NUMBER),
    EXCEPTION(Kind.TEXT),
    PROMPT_BYTES(Kind.NUMBER),
    PROMPT_CAPTURE(Kind.TEXT),
    CAPTURE_RETENTION(Kind.TEXT),
    OUTCOME(Kind.NUMBER),
    ENDED_AT(Kind.TIME),
    RESULT(Kind.TEXT),
    STATUS(Kind.NUMBER),
    ANSWER_BYTES(Kind.NUMBER),
    ANSWER_CAPTURE(Kind.TEXT),
    ANSWER_DECISION(Kind.TEXT),
    ANSWER_RULE(Kind.TEXT),
    ANSWER_FINDINGS(Kind.JSON),
    ANSWER_DETECTORS(Kind.TEXTS),
    ANSWER_SCAN(Kind.TEXT),
    TOKENS_IN(Kind.NUMBER),
    TOKENS_OUT(Kind.NUMBER),
    STOP_REASON(Kind.TEXT),
    MILLIS(Kind.NUMBER);

    /// Those that the end of a request fills.
    static final Set<Column> OF_THE_END = EnumSet.range(OUTCOME, MILLIS);

    /// Those that a request fills when it begins.
    static final Set<Column> OF_THE_BEGINNING = EnumSet.complementOf(EnumSet.copyOf(OF_THE_END));

    private static final JsonMapper JSON = new JsonMapper();

    private final Kind kind;
    private final String written = name().toLowerCase(Locale.ROOT);

    Column(Kind kind) {
        this.kind = kind;
    }

    private enum Kind {
        TEXT,
        NUMBER,
        FLAG,
        TIME,
        JSON,
        TEXTS
    }

    /// The name in the database.
    String written() {
        return written;
    }

    /// A stored row in the form of [Derivation]. Whatever somebody wrote into it can be read.
    static ObjectNode read(ResultSet row) throws SQLException {
        ObjectNode stored = JSON.createObjectNode();
        for (Column column : values()) {
            column.read(row, stored);
        }
        return stored;
    }

    private void read(ResultSet row, ObjectNode stored) throws SQLException {
        switch (kind) {
            case TEXT -> stored.put(written, row.getString(written));
            case NUMBER -> stored.put(written, known(row, row.getLong(written)));
            case FLAG -> stored.put(written, known(row, row.getBoolean(written)));
            case TIME -> stored.put(written, time(row.getObject(written, OffsetDateTime.class)));
            case JSON -> stored.set(written, json(row.getString(written)));
            case TEXTS -> texts(row.getArray(written), stored);
        }
    }

    private static <T> @Nullable T known(ResultSet row, T value) throws SQLException {
        return row.wasNull() ? null : value;
    }

    private static @Nullable String time(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant().toString();
    }

    private static JsonNode json(@Nullable String text) {
        try {
            return text == null ? JSON.nullNode() : JSON.readTree(text);
        } catch (JacksonException e) {
            // Deeper or longer than we read: not what we wrote, so it equals nothing.
            return JSON.getNodeFactory().stringNode("unreadable");
        }
    }

    private void texts(@Nullable Array array, ObjectNode stored) throws SQLException {
        if (array != null) {
            ArrayNode texts = stored.putArray(written);
            for (Object text : (Object[]) array.getArray()) {
                if (text instanceof String one) {
                    texts.add(one);
                } else {
                    texts.addNull();
                }
            }
        }
    }

    /// Whether two rows say the same here.
    boolean same(ObjectNode one, ObjectNode other) {
        JsonNode left = one.path(written);
        JsonNode right = other.path(written);
        boolean nothing = left.isNull() || left.isMissingNode();
        if (nothing || right.isNull() || right.isMissingNode()) {
            return nothing && (right.isNull() || right.isMissingNode());
        }
        return kind == Kind.NUMBER ? left.longValue() == right.longValue() : left.equals(right);
    }

    /// The names of those in which two rows differ.
    static List<String> different(Collection<Column> columns, ObjectNode one, ObjectNode other) {
        List<String> different = new ArrayList<>();
        for (Column column : columns) {
            if (!column.same(one, other)) {
                different.add(column.written);
            }
        }
        return different;
    }
}
