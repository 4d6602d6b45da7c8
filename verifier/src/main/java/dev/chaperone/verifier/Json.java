// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.util.List;
import java.util.Map;

/// Writes maps, lists, texts, numbers and truth values as JSON in one line.
final class Json {
    /// The value that is none.
    static final Object NULL = new Object();

    private Json() {}

    static String write(Object value) {
        StringBuilder json = new StringBuilder();
        write(value, json);
        return json.toString();
    }

    private static void write(Object value, StringBuilder json) {
        switch (value) {
            case Map<?, ?> map -> {
                json.append('{');
                String between = "";
                for (Map.Entry<?, ?> member : map.entrySet()) {
                    json.append(between);
                    text(String.valueOf(member.getKey()), json);
                    json.append(':');
                    write(member.getValue(), json);
                    between = ",";
                }
                json.append('}');
            }
            case List<?> list -> {
                json.append('[');
                String between = "";
                for (Object each : list) {
                    json.append(between);
                    write(each, json);
                    between = ",";
                }
                json.append(']');
            }
            case Boolean _, Number _ -> json.append(value);
            default -> {
                if (value == NULL) {
                    json.append("null");
                } else {
                    text(value.toString(), json);
                }
            }
        }
    }

    private static void text(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Also all that a terminal could take for a command.
            boolean plain = c >= ' ' && (c < 0x7F || c > 0x9F) && !isOdd(c);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (plain) {
                json.append(c);
            } else {
                json.append(String.format("\\u%04x", (int) c));
            }
        }
        json.append('"');
    }

    private static boolean isOdd(char c) {
        int type = Character.getType(c);
        return type == Character.FORMAT || type == Character.SURROGATE;
    }
}
