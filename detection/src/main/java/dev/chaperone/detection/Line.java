// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// How words stand in their line, apart from signs of comments, frames and lists around them. A
/// line break may be escaped, as in a string in a string.
final class Line {
    /// How many such signs are gone over.
    private static final int REACH = 80;

    private static final String FRAME = "/*#-;%!|=_<>[]{}()\"'`~.,: \t";
    private static final String COMMENT = "/*#;%<";

    private Line() {}

    /// Whether nothing but a frame stands before a place in its line.
    static boolean opens(Text text, int at) {
        return begins(text, opening(text, at));
    }

    /// Whether nothing but a frame stands behind a place in its line.
    static boolean closes(Text text, int at) {
        int end = closing(text, at);
        boolean escaped = text.at(end) == '\\' && "nr".indexOf(text.at(end + 1)) >= 0;
        return escaped || Text.isLineEnd(text.at(end));
    }

    /// Whether not even a frame stands before it.
    static boolean begins(Text text, int at) {
        return Text.isLineEnd(text.at(at - 1)) || isEscape(text, at);
    }

    /// Whether an escaped line break or tab stands before it.
    static boolean isEscape(Text text, int at) {
        return text.at(at - 2) == '\\' && "nrt".indexOf(text.at(at - 1)) >= 0;
    }

    /// Whether the frame before a place has a sign of a comment.
    static boolean isComment(Text text, int at) {
        for (int i = opening(text, at); i < at; i++) {
            if (COMMENT.indexOf(text.at(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /// Whether the lines before and behind are empty or missing.
    static boolean standsApart(Text text, int start, int end) {
        return isEmpty(text, opening(text, start) - 1, -1) && isEmpty(text, closing(text, end), 1);
    }

    private static int opening(Text text, int at) {
        int first = at;
        while (at - first < REACH && isFrame(text.at(first - 1))) {
            first--;
        }
        return first;
    }

    private static int closing(Text text, int at) {
        int last = at;
        while (last - at < REACH && isFrame(text.at(last))) {
            last++;
        }
        return last;
    }

    private static boolean isFrame(int b) {
        return b >= 0 && FRAME.indexOf(b) >= 0;
    }

    /// Whether the line that begins behind a line break, in one direction, is empty.
    private static boolean isEmpty(Text text, int lineBreak, int step) {
        int breaks = 0;
        for (int i = lineBreak; Math.abs(i - lineBreak) < REACH; i += step) {
            int b = text.at(i);
            breaks += b == '\n' ? 1 : 0;
            if (b < 0 || breaks == 2) {
                return true;
            }
            if (!Text.isLineEnd(b) && !Text.isBlank(b)) {
                return false;
            }
        }
        return false;
    }
}
