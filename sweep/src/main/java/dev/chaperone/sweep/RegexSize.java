// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Estimates how many states a regex has: repetitions in repetitions multiply, and each state costs
/// memory once and time at each character.
final class RegexSize {
    private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,4})(?:,(\\d{0,4}))?\\}");

    private final String regex;
    private final Deque<Long> open = new ArrayDeque<>();
    private long sum;
    private long last;
    private int at;

    private RegexSize(String regex) {
        this.regex = regex;
    }

    static long of(String regex) {
        RegexSize size = new RegexSize(regex);
        while (size.at < regex.length()) {
            size.step();
        }
        return size.sum + size.last;
    }

    private void step() {
        char c = regex.charAt(at);
        switch (c) {
            case '(' -> {
                open.push(sum + last);
                sum = 0;
                last = 0;
                at++;
            }
            case ')' -> {
                last = sum + last;
                sum = open.isEmpty() ? 0 : open.pop();
                at++;
            }
            case '{' -> repeat();
            case '[' -> atom(classEnd());
            case '\\' -> atom(at + 2);
            default -> atom(at + 1);
        }
    }

    private void atom(int end) {
        sum += last;
        last = 1;
        at = end;
    }

    private void repeat() {
        Matcher count = COUNT.matcher(regex).region(at, regex.length());
        if (!count.lookingAt()) {
            atom(at + 1);
            return;
        }
        String most = count.group(2);
        long times = Long.parseLong(most == null || most.isEmpty() ? count.group(1) : most);
        last = Math.min(Integer.MAX_VALUE, last * Math.max(1, times));
        at = count.end();
    }

    private int classEnd() {
        int i = at + 1;
        if (i < regex.length() && regex.charAt(i) == '^') {
            i++;
        }
        if (i < regex.length() && regex.charAt(i) == ']') {
            i++;
        }
        while (i < regex.length() && regex.charAt(i) != ']') {
            boolean named = regex.startsWith("[:", i);
            int namedEnd = named ? regex.indexOf(":]", i) : -1;
            if (namedEnd > 0) {
                i = namedEnd + 2;
            } else {
                i += regex.charAt(i) == '\\' ? 2 : 1;
            }
        }
        return i + 1;
    }
}
