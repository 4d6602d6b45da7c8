// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.vocabulary.VendorId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// RFC 8785, checked against a second way to write it.
class CanonicalFormTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.000000789Z");
    private static final String ODD =
            "a\"b\\c/d\b\f\n\r\t\u0000\u001f\u007f\u00e9\u2028\ud83d\ude80";

    @Test
    void isWhatAnIndependentWriterMakesOfTheSameEvents() throws Exception {
        for (Event event : events()) {
            byte[] entry = Leaves.write(event);

            assertThat(new String(entry, UTF_8)).isEqualTo(canonical(entry));
            assertThat(Leaves.read(entry)).isEqualTo(event);
        }
    }

    @Test
    void escapesOnlyWhatMustBeAndInLowerCase() {
        assertThat(written(administered(Map.of("name", ODD))))
                .contains(
                        "\"a\\\"b\\\\c/d\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\u00e9\u2028\ud83d\ude80\"");
    }

    @Test
    void writesLongTextsAsShortOnes() throws Exception {
        for (int length = 3_900; length < 4_100; length++) {
            for (int times : List.of(1, 2)) {
                String text =
                        "x".repeat(length * times) + "\ud83d\ude80\u001f\ud83d\ude80".repeat(30);
                Event event = administered(Map.of(text, text));
                byte[] entry = Leaves.write(event);

                assertThat(new String(entry, UTF_8)).isEqualTo(canonical(entry));
                assertThat(Leaves.read(entry)).isEqualTo(event);
            }
        }
    }

    @Test
    void replacesHalvesOfSurrogatePairs() {
        assertThat(written(administered(Map.of("\ud800name", "\udc00x\ud83d\ude80\ud83d"))))
                .contains("{\"\ufffdname\":\"\ufffdx\ud83d\ude80\ufffd\"}");
    }

    @Test
    void sortsDetailsByTheirNamesWhateverTheOrderOfTheMap() {
        SortedMap<String, String> backwards = new TreeMap<>(Comparator.reverseOrder());
        // The emoji's first UTF-16 unit sorts before U+FB33, its code point after.
        backwards.putAll(Map.of("b", "1", "B", "2", "\ufb33", "3", "\ud83d\ude00", "4", "", "5"));

        Event event = new Event.Administered("system", NOON, "x.y", "id", backwards);
        assertThat(written(event))
                .contains(
                        "{\"\":\"5\",\"B\":\"2\",\"b\":\"1\",\"\ud83d\ude00\":\"4\",\"\ufb33\":\"3\"}");
    }

    @Test
    void passesOverMembersThatItDoesNotKnow() {
        String more =
                written(events().getFirst())
                        .replace(
                                "\"v\":1",
                                "\"v\":2,\"vat\":{\"a\":[1.5,null,99999999999999999999]}")
                        .replace("\"scan\":", "\"score\":7,\"scan\":");

        assertThat(Leaves.read(more.getBytes(UTF_8))).isEqualTo(events().getFirst());
    }

    @Test
    void tellsAnUnknownTypeFromDamage() {
        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> read("{\"type\":\"song\",\"v\":2}"))
                .withMessageContaining("song");
    }

    @Test
    void isStrictAboutMembersThatItKnows() {
        String entry = written(events().get(3));
        assertThat(entry).contains("\"millis\":12", "\"status\":200", "\"at\":\"2026");

        List<String> wrong =
                List.of(
                        entry.replace("\"millis\":12", "\"millis\":\"12\""),
                        entry.replace("\"millis\":12", "\"millis\":1.5"),
                        entry.replace("\"millis\":12", "\"millis\":99999999999999999999"),
                        entry.replace("\"millis\":12", "\"millis\":12,\"millis\":12"),
                        entry.replace("\"status\":200", "\"status\":null"),
                        entry.replace("\"status\":200", "\"status\":9999999999"),
                        entry.replace("\"at\":\"2026", "\"at\":\"MMXXVI"),
                        entry.replace("client-gone", "CLIENT_GONE"),
                        entry.replace("\"v\":1", "\"v\":0"),
                        entry + "{}");
        for (String each : wrong) {
            assertThat(each).isNotEqualTo(entry);
            assertThatIllegalArgumentException().as(each).isThrownBy(() -> read(each));
        }
    }

    private static Event read(String entry) {
        return Leaves.read(entry.getBytes(UTF_8));
    }

    private static String written(Event event) {
        return new String(Leaves.write(event), UTF_8);
    }

    private static Event administered(Map<String, String> details) {
        return new Event.Administered(
                "system", NOON, "token.created", "token_1", new TreeMap<>(details));
    }

    private static List<Event> events() {
        return List.of(
                intent(null, null, null, List.of()),
                intent(
                        new Event.Caller(
                                new PersonId("person_" + "0".repeat(26)), "tok\u00e9n\u0001"),
                        new ToolId("claude-code"),
                        Commitment.to(new byte[0]),
                        List.of(
                                new Event.FindingCount("jwt", "proven", 2),
                                new Event.FindingCount("aws-key", "likely", 1))),
                new Event.Outcome(
                        0, NOON, Event.Result.FAILED, null, null, Event.Tokens.UNKNOWN, null, 1),
                new Event.Outcome(
                        3,
                        NOON,
                        Event.Result.CLIENT_GONE,
                        200,
                        Commitment.to(new byte[9]),
                        new Event.Tokens(5_000_000_000L, 0L),
                        ODD,
                        12),
                administered(Map.of()),
                administered(Map.of("zeta", ODD, "Alpha", "", ODD, "x")));
    }

    private static Event.Intent intent(
            Event.@Nullable Caller caller,
            @Nullable ToolId tool,
            Event.@Nullable Body body,
            List<Event.FindingCount> findings) {
        boolean known = tool != null;
        return new Event.Intent(
                "interaction_1",
                NOON,
                Event.Source.GATEWAY,
                caller,
                new Event.Use(
                        "messages",
                        tool,
                        known ? "2.1" : null,
                        known,
                        null,
                        known ? new VendorId("anthropic") : null,
                        known ? "model-\u00f6" : null,
                        known,
                        known ? ODD : null,
                        null,
                        "main",
                        Event.Account.CORPORATE),
                new Event.Verdict(
                        Event.Effect.BLOCKED,
                        known ? "no-secrets" : null,
                        findings,
                        Event.Scan.PARTIAL,
                        Digest.of("policy"),
                        7),
                body);
    }

    private static String canonical(byte[] json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            return canonical(parser);
        }
    }

    private static String canonical(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, String> members = new TreeMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                members.put(name, canonical(json));
            }
            return members.entrySet().stream()
                    .map(each -> quoted(each.getKey()) + ":" + each.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (token == JsonToken.START_ARRAY) {
            List<String> items = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                items.add(canonical(json));
            }
            return "[" + String.join(",", items) + "]";
        }
        return token == JsonToken.VALUE_STRING ? quoted(json.getText()) : json.getText();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c < ' ' ? "\\u%04x".formatted((int) c) : c);
            }
        }
        return quoted.append('"').toString();
    }
}
