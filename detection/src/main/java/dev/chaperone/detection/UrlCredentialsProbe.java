// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Recognises a password in an address: `scheme://user:password@host`.
final class UrlCredentialsProbe implements Probe {
    private static final int MAX_USER = 64;
    private static final int MIN_PASSWORD = 4;
    private static final int MAX_PASSWORD = 120;
    private static final Set<String> TALK =
            Set.of("password", "pass", "passwd", "pwd", "secret", "token", "user", "username");

    @Override
    public List<Literal> literals() {
        return List.of(new Literal("://", 0));
    }

    @Override
    public @Nullable Finding at(Text text, int at) {
        if (!Text.isLetter(text.at(at - 1))) {
            return null;
        }
        int user = at + 3;
        int colon = user;
        while (colon - user < MAX_USER && isUser(text.at(colon))) {
            colon++;
        }
        if (text.at(colon) != ':') {
            return null;
        }
        int start = colon + 1;
        int end = start;
        while (end - start < MAX_PASSWORD && isPassword(text.at(end))) {
            end++;
        }
        boolean host = text.at(end) == '@' && CharClass.B62.has(text.at(end + 1));
        if (!host || end - start < MIN_PASSWORD || isTalk(text, start, end)) {
            return null;
        }
        return new Finding(Detectors.URL_CREDENTIALS, Confidence.CONTEXTUAL, start, end);
    }

    private static boolean isTalk(Text text, int start, int end) {
        String value = text.copy(start, end).toLowerCase(Locale.ROOT);
        return text.isMonotonous(start, end)
                || TALK.contains(value)
                || value.contains("example")
                || value.contains("your");
    }

    private static boolean isUser(int b) {
        return CharClass.URLENC.has(b) && b != '/' || b == '.';
    }

    private static boolean isPassword(int b) {
        return b > ' ' && b < 0x7F && "@/\"'`<>{}()[]$\\,".indexOf(b) < 0;
    }
}
