// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Recognises user and password in a curl command: `curl -u user:password`.
final class CurlCredentialsProbe implements Probe {
    private static final int MAX_COMMAND = 200;
    private static final int MIN_PASSWORD = 6;
    private static final int MAX_BLANKS = 5;

    @Override
    public List<Literal> literals() {
        return List.of(new Literal("curl ", 1));
    }

    @Override
    public @Nullable Finding at(Text text, int at) {
        if (!text.hasAnyCase(at, "curl ")) {
            return null;
        }
        for (int i = at + 4; i - at < MAX_COMMAND && !endsCommand(text, i); i++) {
            int option = text.has(i, " -u ") ? 4 : text.has(i, " --user ") ? 8 : 0;
            if (option > 0) {
                return credentials(text, text.skipBlanks(i + option, MAX_BLANKS));
            }
        }
        return null;
    }

    /// A backslash at the end of a line goes on with the next one.
    private static boolean endsCommand(Text text, int at) {
        return Text.isLineEnd(text.at(at)) && text.at(at - 1) != '\\';
    }

    private static @Nullable Finding credentials(Text text, int at) {
        int quote = text.at(at) == '\\' ? at + 1 : at;
        boolean quoted = Text.isQuote(text.at(quote));
        int start = quoted ? quote + 1 : at;
        int end = Value.end(text, start, quoted ? text.at(quote) : -1, quote > at);
        int colon = start;
        while (colon < end && text.at(colon) != ':') {
            colon++;
        }
        boolean plausible =
                colon < end
                        && end - colon > MIN_PASSWORD
                        && Value.isSecret(text, SecretName.PASSWORD, colon + 1, end, true);
        return plausible
                ? new Finding(Detectors.CURL_CREDENTIALS, Confidence.CONTEXTUAL, colon + 1, end)
                : null;
    }
}
