// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

/// Cells of comma-separated values (RFC 4180) that no spreadsheet takes for a formula: a text that
/// could be one, or that begins with an apostrophe itself, gets an apostrophe in front. Whoever
/// reads the file takes one apostrophe from the beginning of each text and has the value back.
///
/// Line breaks inside a value become spaces, so that each row is one line.
public final class CsvCells {
    private static final String DANGEROUS = "=+-@\uff1d\uff0b\uff0d\uff20";

    private CsvCells() {}

    /// A text as a cell.
    public static String cell(String text) {
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
