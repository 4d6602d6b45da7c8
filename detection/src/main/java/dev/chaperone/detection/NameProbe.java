// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Recognises the names of persons in fields that are for them: `"last_name": "Lovelace"`.
final class NameProbe implements Probe {
    private static final int LONGEST = 60;
    private static final int MOST_BLANKS = 3;

    @Override
    public List<Literal> literals() {
        return List.of(
                new Literal("last_name", 4),
                new Literal("lastname", 3),
                new Literal("full_name", 4),
                new Literal("fullname", 3));
    }

    @Override
    public @Nullable Finding at(Text text, int at) {
        int i = at;
        while (CharClass.WORD.has(text.at(i)) && i - at < LONGEST) {
            i++;
        }
        while (i - at < LONGEST && (Text.isQuote(text.at(i)) || text.at(i) == ']')) {
            i++;
        }
        i = text.skipBlanks(i, MOST_BLANKS);
        if (text.at(i) != ':' && text.at(i) != '=') {
            return null;
        }
        i = text.skipBlanks(i + 1, MOST_BLANKS);
        int quote = text.at(i);
        int start = i + 1;
        boolean capital = CharClass.UPPER.has(text.at(start)) || text.at(start) >= 0x80;
        if (!Text.isQuote(quote) || !capital) {
            return null;
        }
        int end = start;
        while (end - start < LONGEST && isName(text.at(end))) {
            end++;
        }
        boolean name =
                text.at(end) == quote
                        && end - start > 1
                        && !text.containsAnyCase(start, end, "name");
        return name ? new Finding(Records.NAME, Confidence.CONTEXTUAL, start, end) : null;
    }

    private static boolean isName(int b) {
        return Text.isLetter(b) || b == ' ' || b == '-' || b == '.';
    }
}
