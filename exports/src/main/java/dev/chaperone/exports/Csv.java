// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Comma-separated values (RFC 4180) that no spreadsheet takes for a formula: a text that could be
/// one, or that begins with an apostrophe itself, gets an apostrophe in front. Whoever reads the
/// file takes one apostrophe from the beginning of each text and has the value back.
///
/// Line breaks inside a value become spaces, so that each row is one line.
final class Csv implements Format {
    private static final String DANGEROUS = "=+-@\uff1d\uff0b\uff0d\uff20";

    private final Emails emails;

    Csv(Emails emails) {
        this.emails = emails;
    }

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String mediaType() {
        return "text/csv;charset=utf-8";
    }

    @Override
    public String lineEnd() {
        return "\r\n";
    }

    @Override
    public byte[] header() {
        return Arrays.stream(Field.values())
                .map(Field::written)
                .collect(Collectors.joining(","))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] event(Exported entry) throws IOException {
        Facts facts = Facts.of(entry, emails);
        StringBuilder row = new StringBuilder(512);
        String between = "";
        for (Field field : Field.values()) {
            row.append(between);
            between = ",";
            Long number = facts.number(field);
            row.append(number == null ? cell(facts.textOr(field, "")) : number.toString());
        }
        return row.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// A text as a cell.
    static String cell(String text) {
        String line = text.replace('\r', ' ').replace('\n', ' ');
        if (mayBeFormula(text)) {
            return quoted("'" + line);
        }
        return needsQuotes(line) ? quoted(line) : line;
    }

    private static boolean mayBeFormula(String text) {
        if (text.isEmpty()) {
            return false;
        }
        char first = text.charAt(0);
        if (first == '\'' || first == '\t' || first == '\r' || first == '\n') {
            return true;
        }
        int start = 0;
        while (start < text.length() && isPassedOver(text.charAt(start))) {
            start++;
        }
        return start < text.length() && DANGEROUS.indexOf(text.charAt(start)) >= 0;
    }

    /// What a spreadsheet may drop before it looks at the first character.
    private static boolean isPassedOver(char c) {
        return c <= ' '
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }

    private static boolean needsQuotes(String line) {
        return line.indexOf(',') >= 0
                || line.indexOf('"') >= 0
                || line.indexOf(';') >= 0
                || line.startsWith(" ")
                || line.endsWith(" ");
    }

    private static String quoted(String line) {
        return '"' + line.replace("\"", "\"\"") + '"';
    }
}
