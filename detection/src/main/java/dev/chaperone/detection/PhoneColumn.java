// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Telephone numbers in a column that only its header explains, as in a pasted table: in local
/// writing they are numbers like any other. The probe notices the header; what stands below it is
/// read at the end of a scan, by [#below].
final class PhoneColumn implements Probe {
    /// How far before and behind the word the header's line is read.
    private static final int REACH = 200;

    private static final int MOST_ROWS = Scanner.MAX_FINDINGS;
    private static final int LONGEST_ROW = 1_000;
    private static final int FEWEST_DIGITS = 7;
    private static final int MOST_DIGITS = 15;

    /// What stands for no number, as in `n/a`.
    private static final int NOTHING = 3;

    private static final String SEPARATORS = ",;\t|";
    private static final String IN_HEADERS = " _-.\"'" + SEPARATORS;
    private static final String IN_NUMBERS = " -.()/+";

    @Override
    public List<Literal> literals() {
        return List.of(
                new Literal("phone", 0),
                new Literal("mobil", 0),
                new Literal("telefon", 2),
                new Literal("rufnummer", 0));
    }

    /// The cell of the header in which the word stands.
    @Override
    public @Nullable Finding at(Text text, int at) {
        int first = at;
        while (at - first < REACH && isInHeader(text.at(first - 1))) {
            first--;
        }
        text.looked(at - first);
        int before = text.at(first - 1);
        // Behind a label, as where a string of a prompt begins.
        boolean labelled = before == ':' && Text.isBlank(text.at(first));
        if (!labelled && !Text.isLineEnd(before)) {
            return null;
        }
        int last = at;
        while (last - at < REACH && isInHeader(text.at(last))) {
            last++;
        }
        text.looked(last - at);
        if (!Text.isLineEnd(text.at(last))) {
            return null;
        }
        int start = at;
        while (start > first && !isSeparator(text.at(start - 1))) {
            start--;
        }
        int end = at;
        while (end < last && !isSeparator(text.at(end))) {
            end++;
        }
        boolean alone = start == first && end == last;
        return alone ? null : new Finding(Records.PHONE_HEADER, Confidence.CONTEXTUAL, start, end);
    }

    private static boolean isInHeader(int b) {
        return Text.isLetter(b) || Text.isDigit(b) || b >= 0 && IN_HEADERS.indexOf(b) >= 0;
    }

    private static boolean isSeparator(int b) {
        return b >= 0 && SEPARATORS.indexOf(b) >= 0;
    }

    /// The numbers in the column below a header. A row that holds something else there ends it, so
    /// no row is read for two headers that stand in different lines.
    static List<Finding> below(Text text, Finding header) {
        int separator =
                text.at(isSeparator(text.at(header.end())) ? header.end() : header.start() - 1);
        int column = 0;
        int first = header.start();
        while (isInHeader(text.at(first - 1))) {
            first--;
            column += text.at(first) == separator ? 1 : 0;
        }
        int at = header.end();
        while (at < text.end() && !Text.isLineEnd(text.at(at))) {
            at++;
        }
        List<Finding> numbers = new ArrayList<>();
        for (int row = 0; row < MOST_ROWS && at < text.end(); row++) {
            Row next = Row.at(text, behindLineEnd(text, at), separator, column);
            if (next == null || !next.add(text, numbers)) {
                break;
            }
            at = next.end();
        }
        return numbers;
    }

    private static int behindLineEnd(Text text, int at) {
        return text.at(at) == '\r' && text.at(at + 1) == '\n' ? at + 2 : at + 1;
    }

    /// A cell and the end of its row.
    private record Row(int from, int to, int end) {

        /// The cell of a column; null when the row has none, or is no row of a table.
        static @Nullable Row at(Text text, int first, int separator, int column) {
            int cell = first;
            int cells = 0;
            int from = -1;
            int to = -1;
            boolean quoted = false;
            int i = first;
            for (; i - first < LONGEST_ROW; i++) {
                int b = text.at(i);
                boolean ends = b < 0 || !quoted && Text.isLineEnd(b);
                quoted ^= b == '"';
                if (ends || b == separator && !quoted) {
                    if (cells == column) {
                        from = cell;
                        to = i;
                    }
                    cells++;
                    cell = i + 1;
                }
                if (ends) {
                    break;
                }
            }
            text.looked(i - first);
            boolean whole = i - first < LONGEST_ROW && cells > 1 && from >= 0;
            return whole ? new Row(from, to, i) : null;
        }

        /// Whether the column goes on here.
        boolean add(Text text, List<Finding> numbers) {
            int start = from;
            int stop = to;
            while (start < stop && isFrame(text.at(start))) {
                start++;
            }
            while (stop > start && isFrame(text.at(stop - 1))) {
                stop--;
            }
            int digits = 0;
            boolean letters = false;
            for (int i = start; i < stop; i++) {
                int b = text.at(i);
                digits += Text.isDigit(b) ? 1 : 0;
                letters |= !Text.isDigit(b) && IN_NUMBERS.indexOf(b) < 0;
            }
            boolean number = !letters && digits >= FEWEST_DIGITS && digits <= MOST_DIGITS;
            if (number) {
                numbers.add(new Finding(Records.PHONE, Confidence.CONTEXTUAL, start, stop));
            }
            return number || stop - start <= NOTHING || !letters && digits == 0;
        }

        private static boolean isFrame(int b) {
            return Text.isBlank(b) || Text.isQuote(b);
        }
    }
}
