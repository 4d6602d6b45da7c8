// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// The way from a name to the value it is given: an optional quote that closes the name, an
/// operator, an optional quote that opens the value.
final class Assignment {
    private Assignment() {}

    /// Where the value begins, -1 when no operator follows.
    static int value(Text text, int nameEnd, int maxBlanks) {
        int i = nameEnd;
        if (text.at(i) == '\\') {
            i++;
        }
        if (Text.isQuote(text.at(i))) {
            i++;
        }
        i = text.skipBlanks(i, maxBlanks);
        int operatorEnd = operator(text, i);
        if (operatorEnd < 0) {
            return -1;
        }
        i = text.skipBlanks(operatorEnd, maxBlanks);
        if (text.at(i) == '\\' && Text.isQuote(text.at(i + 1))) {
            i++;
        }
        return Text.isQuote(text.at(i)) ? i + 1 : i;
    }

    private static int operator(Text text, int at) {
        if (text.has(at, ":=") || text.has(at, "=>")) {
            return at + 2;
        }
        boolean single = text.at(at) == '=' || text.at(at) == ':';
        boolean compares = text.at(at + 1) == '=';
        return single && !compares ? at + 1 : -1;
    }
}
