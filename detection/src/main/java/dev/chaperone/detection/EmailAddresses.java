// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/// Recognises e-mail addresses of persons. One is nothing to tell; many are customers.
final class EmailAddresses {
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_DOMAIN = 100;
    private static final int SHORTEST_END = 2;
    private static final int LONGEST_END = 12;

    /// How far before and behind an address the line is read.
    private static final int LINE = 60;

    /// Parts of domains at which nobody gets mail (RFC 2606, RFC 6761), and those that people write
    /// when they mean any.
    private static final Set<String> NOBODYS =
            Set.of(
                    "example",
                    "test",
                    "invalid",
                    "localhost",
                    "local",
                    "localdomain",
                    "internal",
                    "lists",
                    "googlegroups",
                    "noreply",
                    "domain",
                    "yourdomain",
                    "mydomain",
                    "foo",
                    "bar",
                    "baz");

    /// Endings of files, as in `icon@2x.png`.
    private static final Set<String> FILES =
            Set.of(
                    "png", "jpg", "jpeg", "gif", "svg", "webp", "js", "ts", "css", "json", "py",
                    "java", "so", "dll", "html", "md", "txt", "git");

    /// Names behind which a program stands.
    private static final Set<String> PROGRAMS =
            Set.of(
                    "noreply",
                    "no-reply",
                    "no_reply",
                    "donotreply",
                    "do-not-reply",
                    "git",
                    "postmaster",
                    "mailer-daemon",
                    "root");

    /// In lines with these somebody is named who wrote a piece of software.
    private static final List<String> CREDITS =
            List.of("auth", "copyright", "signed-off", "-by:", "maint", "contrib", "(c)");

    private EmailAddresses() {}

    /// Tells the addresses whose sign stands in the marked block.
    static void in(Text text, Marks marks, int words, Consumer<Finding> found) {
        for (int word = 0; word < words; word++) {
            for (long signs = marks.ats[word]; signs != 0; signs &= signs - 1) {
                look(text, marks.place(word, signs), found);
            }
        }
    }

    private static void look(Text text, int sign, Consumer<Finding> found) {
        if (!CharClass.B62.has(text.at(sign - 1)) || !CharClass.B62.has(text.at(sign + 1))) {
            return;
        }
        int start = text.runStart(sign, CharClass.MAILBOX, LONGEST_NAME);
        int end = sign + 1;
        while (end - sign <= LONGEST_DOMAIN && isDomain(text.at(end))) {
            end++;
        }
        while (!CharClass.B62.has(text.at(end - 1))) {
            end--;
        }
        boolean tooLong = sign - start > LONGEST_NAME || end - sign > LONGEST_DOMAIN;
        if (!tooLong && !isInAddress(text, start) && isPersons(text, start, sign, end)) {
            found.accept(new Finding(Records.EMAIL, Confidence.SHAPED, start, end));
        }
    }

    private static boolean isDomain(int b) {
        return CharClass.B62.has(b) || b == '.' || b == '-';
    }

    /// Whether it is the user of an address such as `ssh://git@…`, or a password in it.
    private static boolean isInAddress(Text text, int start) {
        int before = text.at(start - 1);
        return before == '/'
                || before == ':'
                        && !text.hasAnyCase(start - 7, "mailto:")
                        && !text.hasAnyCase(start - 5, "mail:");
    }

    private static boolean isPersons(Text text, int start, int sign, int end) {
        String name = text.copy(start, sign).toLowerCase(Locale.ROOT);
        String[] domain = text.copy(sign + 1, end).toLowerCase(Locale.ROOT).split("\\.", -1);
        String last = domain[domain.length - 1];
        if (domain.length < 2
                || last.length() < SHORTEST_END
                || last.length() > LONGEST_END
                || !last.chars().allMatch(CharClass.LOWER::has)
                || FILES.contains(last)
                || PROGRAMS.contains(name)) {
            return false;
        }
        for (String label : domain) {
            if (label.isEmpty() || NOBODYS.contains(label)) {
                return false;
            }
        }
        return !isCredit(text, start, end);
    }

    /// Whether somebody is thanked or blamed for a piece of software. In pointed brackets one
    /// address a line is a credit, as in lists of authors; several are the receivers of a mail.
    private static boolean isCredit(Text text, int start, int end) {
        int from = start;
        while (start - from < LINE && !Text.isLineEnd(text.at(from - 1))) {
            from--;
        }
        int to = end;
        while (to - end < LINE && !Text.isLineEnd(text.at(to))) {
            to++;
        }
        if (text.at(start - 1) == '<'
                && !text.containsAnyCase(from, start, "@")
                && !text.containsAnyCase(end, to, "@")) {
            return true;
        }
        for (String word : CREDITS) {
            if (text.containsAnyCase(from, start, word)) {
                return true;
            }
        }
        return false;
    }
}
