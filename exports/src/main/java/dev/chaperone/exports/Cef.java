// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Common Event Format, version 0. Receivers cut lines somewhere above 8 KB, so a line never gets
/// there: values that are too long are cut at a whole character, and `flexString1` names them.
final class Cef implements Format {
    /// Below what receivers take, with room for the header of syslog.
    static final int MAX_BYTES = 7_600;

    /// Version of the mapping of fields, which changes when a field changes its meaning.
    private static final String MAPPING = "1";

    private static final List<Integer> LIMITS = List.of(1_000, 150);
    private static final String CUT = "…";

    private final Emails emails;

    Cef(Emails emails) {
        this.emails = emails;
    }

    @Override
    public String name() {
        return "cef";
    }

    @Override
    public String mediaType() {
        return "text/plain;charset=utf-8";
    }

    @Override
    public byte[] event(Exported entry) throws IOException {
        Facts facts = Facts.of(entry, emails);
        Map<String, String> extension = extension(entry, facts);
        byte[] line = new byte[0];
        for (int limit : LIMITS) {
            line = line(facts, extension, limit).getBytes(StandardCharsets.UTF_8);
            if (line.length <= MAX_BYTES) {
                break;
            }
        }
        return line;
    }

    private static String line(Facts facts, Map<String, String> extension, int limit) {
        StringBuilder line = new StringBuilder(1024);
        Kind kind = Kind.of(facts);
        line.append("CEF:0|Chaperone|Chaperone|").append(MAPPING).append('|');
        line.append(header(kind.signature())).append('|');
        line.append(header(kind.name())).append('|');
        line.append(kind.severity()).append('|');
        TreeSet<String> cut = new TreeSet<>();
        String between = "";
        for (Map.Entry<String, String> each : extension.entrySet()) {
            String whole = value(each.getValue(), Integer.MAX_VALUE);
            String value = value(each.getValue(), limit);
            if (!value.equals(whole)) {
                cut.add(each.getKey());
            }
            line.append(between).append(each.getKey()).append('=').append(value);
            between = " ";
        }
        if (!cut.isEmpty()) {
            line.append(" flexString1Label=truncated flexString1=").append(String.join(",", cut));
        }
        return line.toString();
    }

    /// What stands in the seven fields before the extension.
    ///
    /// @param severity from 0 to 10
    private record Kind(String signature, String name, int severity) {
        static Kind of(Facts facts) {
            return switch (facts.textOr(Field.TYPE, "")) {
                case "request" -> {
                    String decision = facts.textOr(Field.DECISION, "");
                    int severity =
                            switch (decision) {
                                case "allowed" -> 1;
                                case "warned" -> 4;
                                default -> 6;
                            };
                    yield new Kind("request." + decision, "AI request " + decision, severity);
                }
                case "outcome" -> {
                    String result = facts.textOr(Field.RESULT, "");
                    yield new Kind(
                            "outcome." + result,
                            "AI answer: " + result,
                            "answered".equals(result) ? 1 : 3);
                }
                case "change" -> {
                    String action = facts.textOr(Field.ACTION, "");
                    yield new Kind(action, "Change: " + action, 3);
                }
                default -> new Kind("unknown", "Entry of an unknown kind", 3);
            };
        }
    }

    private static Map<String, String> extension(Exported entry, Facts facts) {
        Extension all = new Extension();
        Instant at = entry.at();
        all.put("rt", at == null ? null : Long.toString(at.toEpochMilli()));
        all.put("externalId", facts.text(Field.UID));
        all.put("deviceExternalId", entry.origin());
        String actor = facts.has(Field.PERSON) ? Field.PERSON.name() : Field.ACTOR.name();
        String person = facts.text(Field.valueOf(actor));
        all.put("suid", person);
        all.put("suser", facts.has(Field.EMAIL) ? facts.text(Field.EMAIL) : person);
        all.put("duid", facts.text(Field.SUBJECT));
        all.put("act", facts.text(facts.has(Field.ACTION) ? Field.ACTION : Field.DECISION));
        all.put("reason", facts.text(Field.RULE));
        all.put("outcome", facts.text(Field.RESULT));
        all.put("app", facts.text(Field.OPERATION));
        all.put("requestClientApplication", facts.text(Field.TOOL));
        all.put("destinationServiceName", facts.text(Field.VENDOR));
        all.put("cat", facts.text(Field.FINDINGS));
        all.put("in", facts.text(Field.PROMPT_BYTES));
        all.put("out", facts.text(Field.ANSWER_BYTES));
        all.labelled("cs1", "plan", facts.text(Field.PLAN));
        all.labelled("cs2", "model", facts.text(Field.MODEL));
        all.labelled("cs3", "session", facts.text(Field.SESSION));
        all.labelled("cs4", "repository", facts.text(Field.REPOSITORY));
        all.labelled("cs5", "leafHash", facts.text(Field.LEAF_HASH));
        all.labelled("cs6", "policy", facts.text(Field.POLICY));
        all.labelled("cn1", "findings", facts.text(Field.FINDING_COUNT));
        all.labelled("cn2", "ledgerIndex", facts.text(Field.INDEX));
        all.labelled("cn3", "status", facts.text(Field.STATUS));
        all.labelled("flexNumber1", "requestIndex", facts.text(Field.REQUEST));
        all.labelled("flexNumber2", "millis", facts.text(Field.MILLIS));
        all.labelled("flexString2", "secretNames", facts.text(Field.SECRET_NAMES));
        all.put("msg", facts.text(Field.DETAILS));
        return all.values;
    }

    private static final class Extension {
        private final Map<String, String> values = new LinkedHashMap<>();

        void put(String key, @Nullable String value) {
            if (value != null) {
                values.put(key, value);
            }
        }

        void labelled(String key, String label, @Nullable String value) {
            if (value != null) {
                values.put(key + "Label", label);
                values.put(key, value);
            }
        }
    }

    private static String header(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length() && i < LIMITS.getLast(); i++) {
            char c = text.charAt(i);
            if (c == '|' || c == '\\') {
                escaped.append('\\');
            }
            escaped.append(Character.isISOControl(c) ? ' ' : c);
        }
        return escaped.toString();
    }

    /// A value as it stands behind `=`: at most so many bytes of UTF-8, marked when that cut it.
    /// Control characters that the format has no escape for become U+FFFD.
    static String value(String text, int limit) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            String piece = escape(c);
            bytes += piece.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > limit) {
                return escaped.append(CUT).toString();
            }
            escaped.append(piece);
        }
        return escaped.toString();
    }

    private static String escape(int c) {
        return switch (c) {
            case '\\' -> "\\\\";
            case '=' -> "\\=";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default ->
                    Character.isISOControl(c) || (c >= 0xd800 && c <= 0xdfff)
                            ? "\ufffd"
                            : Character.toString(c);
        };
    }
}
