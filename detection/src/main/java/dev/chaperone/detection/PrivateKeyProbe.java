// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Recognises private keys in PEM and PGP armour, in PuTTY files. A header without key material
/// behind it is only talk about keys.
final class PrivateKeyProbe implements Probe {
    private static final String BEGIN = "-----BEGIN ";
    private static final String PUTTY = "Private-Lines: ";
    private static final int MAX_LABEL = 40;
    private static final int MAX_BODY = 32 * 1024;
    private static final int MIN_RUN = 16;
    private static final int MIN_MATERIAL = 24;

    @Override
    public List<Literal> literals() {
        return List.of(new Literal("-----begin ", 6), new Literal("private-lines: ", 6));
    }

    @Override
    public @Nullable Finding at(Text text, int at) {
        return switch (text.at(at)) {
            case '-' -> armoured(text, at);
            case 'P' -> putty(text, at);
            default -> null;
        };
    }

    private static @Nullable Finding armoured(Text text, int at) {
        if (!text.has(at, BEGIN)) {
            return null;
        }
        int label = at + BEGIN.length();
        int labelEnd = label;
        while (labelEnd - label < MAX_LABEL && isLabel(text.at(labelEnd))) {
            labelEnd++;
        }
        boolean isPrivate =
                text.has(labelEnd - 11, "PRIVATE KEY")
                        || text.has(labelEnd - 17, "PRIVATE KEY BLOCK");
        return isPrivate && text.has(labelEnd, "-----") ? body(text, at, labelEnd + 5) : null;
    }

    /// Walks to the next line of dashes, whatever it says; so a text full of headers is walked
    /// once.
    private static @Nullable Finding body(Text text, int at, int body) {
        int material = 0;
        int lastRun = body;
        int firstRun = -1;
        int i = body;
        while (i - body < MAX_BODY && text.at(i) >= 0 && !text.has(i, "-----")) {
            int end = text.runEnd(i, CharClass.B64, MAX_BODY);
            // in a string of source code the `n` of a line break glues to the next line
            if (end - i >= MIN_RUN) {
                material += end - i;
                lastRun = end;
                firstRun = firstRun < 0 ? i : firstRun;
            }
            i = Math.max(end, i + 1);
        }
        if (material < MIN_MATERIAL || text.isMonotonous(firstRun, firstRun + MIN_RUN)) {
            return null;
        }
        int end = text.has(i, "-----END ") ? closingEnd(text, i) : lastRun;
        boolean proven = isKeyMaterial(text, firstRun) || isKeyMaterial(text, firstRun + 1);
        return found(proven ? Confidence.PROVEN : Confidence.SHAPED, at, end);
    }

    private static int closingEnd(Text text, int at) {
        int i = at + "-----END ".length();
        while (i - at < MAX_LABEL && isLabel(text.at(i))) {
            i++;
        }
        return text.has(i, "-----") ? i + 5 : i;
    }

    /// An ASN.1 sequence, an OpenSSH key, or a PGP secret key packet.
    private static boolean isKeyMaterial(Text text, int at) {
        return text.has(at, "MI")
                || text.has(at, "MC4CAQ")
                || text.has(at, "MHcCAQ")
                || text.has(at, "b3BlbnNzaC1rZXkt")
                || text.has(at, "lQ");
    }

    private static @Nullable Finding putty(Text text, int at) {
        if (!text.has(at, PUTTY)) {
            return null;
        }
        int i = text.runEnd(at + PUTTY.length(), CharClass.DIGIT, 4);
        int end = i;
        int lines = 0;
        while (lines < 500) {
            int line = i + (text.at(i) == '\r' ? 1 : 0) + 1;
            int lineEnd = text.runEnd(line, CharClass.B64, 64);
            if (text.at(line - 1) != '\n' || lineEnd - line < MIN_RUN) {
                break;
            }
            end = i = text.runEnd(lineEnd, CharClass.URLENC, 2);
            lines++;
        }
        return lines == 0 ? null : found(Confidence.PROVEN, at, end);
    }

    private static boolean isLabel(int b) {
        return b >= 'A' && b <= 'Z' || Text.isDigit(b) || b == ' ';
    }

    private static Finding found(Confidence confidence, int start, int end) {
        return new Finding(Detectors.PRIVATE_KEY, confidence, start, end);
    }
}
