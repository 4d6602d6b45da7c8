// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.settings;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.TreeSet;

/// JSON in one spelling: members sorted at every level, no white space, strings and numbers as
/// JavaScript writes them. Client and server make the same digest of the same settings.
final class CanonicalJson {
    private static final BigDecimal SMALLEST = new BigDecimal("0.000001");
    private static final BigDecimal LARGEST = BigDecimal.valueOf((1L << 53) - 1);

    private final StringBuilder text = new StringBuilder();

    private CanonicalJson() {}

    /// The one spelling of a value.
    ///
    /// @throws IllegalArgumentException when it holds a number that programs write in more than one
    ///   way
    static String of(JsonNode value) {
        CanonicalJson json = new CanonicalJson();
        json.write(value);
        return json.text.toString();
    }

    private void write(JsonNode value) {
        if (value.isObject()) {
            object(value);
        } else if (value.isArray()) {
            array(value);
        } else if (value.isString()) {
            string(value.asString());
        } else if (value.isNumber()) {
            number(value.decimalValue());
        } else {
            text.append(value.isBoolean() ? Boolean.toString(value.asBoolean()) : "null");
        }
    }

    private void object(JsonNode value) {
        char before = '{';
        // In the order of their UTF-16 units, as JavaScript sorts.
        for (String name : new TreeSet<>(value.propertyNames())) {
            text.append(before);
            before = ',';
            string(name);
            text.append(':');
            write(value.get(name));
        }
        text.append(before == '{' ? "{}" : "}");
    }

    private void array(JsonNode value) {
        char before = '[';
        for (JsonNode each : value) {
            text.append(before);
            before = ',';
            write(each);
        }
        text.append(before == '[' ? "[]" : "]");
    }

    private void number(BigDecimal number) {
        BigDecimal size = number.abs();
        boolean plain =
                number.signum() == 0
                        || (size.compareTo(SMALLEST) >= 0 && size.compareTo(LARGEST) <= 0);
        BigDecimal asDouble = BigDecimal.valueOf(number.doubleValue());
        if (!plain || asDouble.compareTo(number) != 0) {
            throw new IllegalArgumentException(
                    "the number " + number + " is not written the same by all programs");
        }
        text.append(number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ' || isLoneSurrogate(value, i)) {
                        text.append("\\u%04x".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean isLoneSurrogate(String value, int at) {
        char c = value.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
        }
        return Character.isLowSurrogate(c)
                && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
    }
}
