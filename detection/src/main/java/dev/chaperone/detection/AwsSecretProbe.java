// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Recognises the secret half of an AWS key by its name, because its forty characters alone say
/// nothing.
final class AwsSecretProbe implements Probe {
    private static final int LENGTH = 40;
    private static final int MAX_NAME = 24;
    private static final int MAX_BLANKS = 5;

    @Override
    public List<Literal> literals() {
        return List.of(new Literal("secret", 1));
    }

    @Override
    public @Nullable Finding at(Text text, int at) {
        if (!text.hasAnyCase(at, "secret")) {
            return null;
        }
        int name = at;
        while (name - at < MAX_NAME && CharClass.B64U.has(text.at(name))) {
            name++;
        }
        int value = Assignment.value(text, name, MAX_BLANKS);
        int end = value < 0 ? value : text.runEnd(value, CharClass.B64, LENGTH + 1);
        boolean fits =
                end - value == LENGTH
                        && !CharClass.B64.has(text.at(end))
                        && Value.isSecret(text, SecretName.TOKEN, value, end, true);
        boolean wanted = value >= 0 && (fits || isDocumented(text, value));
        if (!wanted) {
            return null;
        }
        return new Finding(Detectors.AWS_SECRET, Confidence.CONTEXTUAL, value, value + LENGTH);
    }

    /// The example of AWS's own documentation, which people try scanners with.
    private static boolean isDocumented(Text text, int value) {
        return text.has(value, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    }
}
