// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Tells words from random letters by which letter follows which.
///
/// `bigrams.txt` has a line for the beginning of a word and one for each letter, and in it for each
/// letter how much likelier it follows there in words than by chance: the binary logarithm in steps
/// of a third, 20 being none. It was counted over the parts of identifiers and the words of
/// comments in the sources of the JDK, each as often as the logarithm of its number.
final class Wordiness {
    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuv";
    private static final int NEUTRAL = 20;
    private static final float STEPS = 3;
    private static final byte[][] LIKELIER = load();

    private Wordiness() {}

    private static byte[][] load() {
        try (InputStream in = Wordiness.class.getResourceAsStream("bigrams.txt")) {
            if (in == null) {
                throw new IllegalStateException("bigrams.txt is missing from this build");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines().map(Wordiness::row).toArray(byte[][]::new);
        } catch (IOException e) {
            throw new UncheckedIOException("bigrams.txt could not be read", e);
        }
    }

    private static byte[] row(String line) {
        byte[] row = new byte[line.length()];
        for (int i = 0; i < row.length; i++) {
            row[i] = (byte) (DIGITS.indexOf(line.charAt(i)) - NEUTRAL);
        }
        return row;
    }

    /// The mean over the letters between two offsets, in bits: above zero for words, below for
    /// chance. Other characters and changes from small to capital letters begin a word anew. Zero
    /// when there are no letters.
    static float of(Text text, int start, int end) {
        int sum = 0;
        int letters = 0;
        int before = 0;
        boolean small = false;
        for (int i = start; i < end; i++) {
            int b = text.at(i);
            int letter = Text.lower(b) - 'a' + 1;
            if (letter < 1 || letter > 26) {
                before = 0;
                continue;
            }
            boolean capital = b < 'a';
            if (capital && small) {
                before = 0;
            }
            small = !capital;
            sum += LIKELIER[before][letter - 1];
            letters++;
            before = letter;
        }
        return letters == 0 ? 0 : sum / STEPS / letters;
    }
}
