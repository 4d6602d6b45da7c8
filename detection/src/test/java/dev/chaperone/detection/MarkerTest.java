// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// All markers tell the same, and a run is found wherever a block ends.
class MarkerTest {
    private static final String TOKEN = "ghp_R7mKq2Xv9LwT4bYd8NcJ5hZs3PfG6w0kV1eA";

    private final Literals literals = new Literals(Detectors.probes());
    private final SplittableRandom random = new SplittableRandom(20261130);

    @Test
    void vectorsAreThere() {
        assertThat(Markers.haveVectors()).isTrue();
    }

    @RepeatedTest(20)
    void vectorsTellTheSameAsBytesOfAnyText() {
        byte[] bytes = new byte[Marks.WORDS * Long.SIZE + Marks.SLACK];
        // all bytes, then those of texts, then few, so that runs come
        int kinds = random.nextInt(3);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] =
                    (byte)
                            switch (kinds) {
                                case 0 -> random.nextInt(256);
                                case 1 -> ' ' + random.nextInt(95);
                                default -> "paskeytoken-_/9A=:@".charAt(random.nextInt(19));
                            };
        }
        Marks byVectors = new Marks();
        Marks byBytes = new Marks();
        int words = 1 + random.nextInt(Marks.WORDS);

        new VectorMarker(literals).mark(bytes, 0, words, byVectors);
        new ScalarMarker(literals).mark(bytes, 0, words, byBytes);

        assertThat(byVectors.equalTo(byBytes)).isTrue();
    }

    @Test
    void marksEveryLiteralInEitherCase() {
        Marks marks = new Marks();
        for (Probe probe : Detectors.probes()) {
            for (Literal literal : probe.literals()) {
                for (String written :
                        List.of(
                                literal.text(),
                                literal.text().toUpperCase(java.util.Locale.ROOT))) {
                    marks.mark(new ScalarMarker(literals), text(written), 0);
                    assertThat(marks.literals[0] >>> literal.rarest() & 1).as(written).isEqualTo(1);
                }
            }
        }
    }

    @RepeatedTest(20)
    void findsTheRunsThatAWalkFinds() {
        StringBuilder written = new StringBuilder();
        while (written.length() < 3 * Marks.BLOCK) {
            written.append("a".repeat(random.nextInt(random.nextInt(10) == 0 ? 9_000 : 40)))
                    .append(" ".repeat(random.nextInt(3)));
        }
        Text text = text(written.toString());
        List<String> runs = new ArrayList<>();
        Marks marks = new Marks();
        for (int at = 0; at < text.end(); at += Marks.BLOCK) {
            int words = marks.mark(new ScalarMarker(literals), text, at);
            boolean before = text.at(at - 1) == 'a';
            for (int word = 0; word < words; word++) {
                for (long bits = marks.runs(word, before); bits != 0; bits &= bits - 1) {
                    int start = marks.place(word, bits);
                    runs.add(start + "-" + marks.runEnd(text, start));
                }
                before = marks.tokens[word] < 0;
            }
        }

        assertThat(runs).isEqualTo(walked(written.toString()));
    }

    private static List<String> walked(String written) {
        List<String> runs = new ArrayList<>();
        int start = 0;
        while (start < written.length()) {
            int end = start;
            while (end < written.length() && written.charAt(end) == 'a') {
                end++;
            }
            if (end - start >= Marks.MIN_RUN) {
                runs.add(start + "-" + end);
            }
            start = end + 1;
        }
        return runs;
    }

    @Test
    void findsATokenWhereverABlockEnds() {
        for (int at = Marks.BLOCK - 80; at < Marks.BLOCK + 80; at++) {
            String written = " ".repeat(at) + TOKEN + " ";
            assertThat(Scanner.builtIn().scan(text(written)))
                    .as("at %d", at)
                    .singleElement()
                    .satisfies(
                            found -> assertThat(found.detector()).isEqualTo("github-pat-classic"));
        }
    }

    @Test
    void findsATokenInALongRunWhereverABlockEnds() {
        for (int at = Marks.BLOCK - 80; at < Marks.BLOCK + 80; at++) {
            String written = "a".repeat(at - 1) + "-" + TOKEN + "-" + "b".repeat(Marks.BLOCK);
            assertThat(Scanner.builtIn().scan(text(written)))
                    .as("at %d", at)
                    .singleElement()
                    .satisfies(
                            found -> assertThat(found.detector()).isEqualTo("github-pat-classic"));
        }
    }

    @Test
    void findsANameWhereverABlockEnds() {
        for (int at = Marks.BLOCK - 80; at < Marks.BLOCK + 80; at++) {
            String written = " ".repeat(at) + "password = 'qX7!vT2#'";
            assertThat(Scanner.builtIn().scan(text(written))).as("at %d", at).hasSize(1);
        }
    }

    private static Text text(String written) {
        return Text.of(written.getBytes(StandardCharsets.ISO_8859_1));
    }
}
