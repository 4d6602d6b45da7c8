// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.chaperone.vocabulary.CaptureLevel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/// What is kept comes back as it was, each level as it should, each part once.
@Timeout(60)
class CapturesTest {
    @TempDir private Path directory;

    @Test
    void bringsTheExactBytesBackAfterARestart() throws Exception {
        Capture prompt = Bodies.full("interaction_1", "system prompt, first question", 13);
        Capture answer =
                Bodies.capture(
                        Bodies.DRAWER,
                        "interaction_1",
                        Side.ANSWER,
                        CaptureLevel.FULL,
                        "the answer");
        try (Captures captures = Bodies.open(directory)) {
            captures.keep(prompt).get();
            captures.keep(answer).get();
            assertIs(captures, prompt);
        }
        try (Captures captures = Bodies.open(directory)) {
            assertIs(captures, prompt);
            assertIs(captures, answer);
            assertThat(captures.open(Bodies.DRAWER, "interaction_2", Side.PROMPT)).isEmpty();
            assertThat(captures.open(Bodies.drawer('b'), "interaction_1", Side.PROMPT)).isEmpty();
            assertThat(captures.fsck().bodies()).isEqualTo(2);
        }
    }

    @Test
    void keepsEmptyBodies() throws Exception {
        Capture none = Bodies.full("interaction_1", "");
        try (Captures captures = Bodies.open(directory)) {
            captures.keep(none).get();
            assertIs(captures, none);
        }
    }

    @Test
    void storesAPartOnce() throws Exception {
        String text = Bodies.text(new Random(3), 40_000);
        try (Captures captures = Bodies.open(directory)) {
            captures.keep(Bodies.full("interaction_0", text, 20_000)).get();
            long once = captures.totals().stored();
            for (int turn = 1; turn <= 50; turn++) {
                captures.keep(Bodies.full("interaction_" + turn, text, 20_000)).get();
            }
            assertThat((captures.totals().stored() - once) / 50).isLessThan(200);
            assertThat(captures.totals().bodies()).isEqualTo(51);
            assertThat(captures.totals().bytes()).isEqualTo(51 * 40_000);
            assertIs(captures, Bodies.full("interaction_50", text, 20_000));
        }
    }

    @Test
    void knowsPartsAgainAfterARestart() throws Exception {
        String text = Bodies.text(new Random(4), 40_000);
        try (Captures captures = Bodies.open(directory)) {
            captures.keep(Bodies.full("interaction_1", text, 20_000)).get();
        }
        try (Captures captures = Bodies.open(directory)) {
            captures.keep(Bodies.full("interaction_2", text, 20_000)).get();
            assertThat(captures.totals().stored()).isLessThan(300);
        }
    }

    @Test
    void masksWhatIsToBeMaskedAndStillProvesTheOriginal() throws Exception {
        String body = "{\"a\": \"key AKIA1234 and\", \"b\": \"nothing\"}";
        int at = body.indexOf("AKIA1234");
        Capture full = Bodies.full("interaction_1", body, 6, 20);
        Capture redacted = masked(full, new Capture.Masked(at, at + 8), new Capture.Masked(30, 30));
        try (Captures captures = Bodies.open(directory)) {
            captures.keep(redacted).get();
            Opened opened = captures.open(Bodies.DRAWER, "interaction_1", Side.PROMPT).get();

            assertThat(new String(opened.body(), US_ASCII))
                    .isEqualTo(body.replace("AKIA1234", "********"));
            assertThat(opened.exact()).isFalse();
            assertThat(opened.provable()).isTrue();
            assertSums(opened, full);
            assertThat(
                            captures.recognises(
                                    Bodies.DRAWER, "interaction_1", Side.PROMPT, full.body()))
                    .contains(true);
            assertThat(
                            captures.recognises(
                                    Bodies.DRAWER, "interaction_1", Side.PROMPT, opened.body()))
                    .contains(false);
        }
        assertThat(everythingIn(directory)).noneMatch(file -> file.contains("AKIA1234"));
    }

    @Test
    void masksAcrossPieces() throws Exception {
        Capture full = Bodies.full("interaction_1", "0123456789", 4, 3);
        try (Captures captures = Bodies.open(directory)) {
            captures.keep(masked(full, new Capture.Masked(2, 8))).get();
            Opened opened = captures.open(Bodies.DRAWER, "interaction_1", Side.PROMPT).get();
            assertThat(new String(opened.body(), US_ASCII)).isEqualTo("01******89");
            assertSums(opened, full);
        }
    }

    @Test
    void keepsOnlyKeyedDigestsAtLevelDigest() throws Exception {
        String body = "one piece, another piece";
        Capture capture =
                Bodies.capture(
                        Bodies.DRAWER, "interaction_1", Side.PROMPT, CaptureLevel.DIGEST, body, 10);
        try (Captures captures = Bodies.open(directory)) {
            captures.keep(capture).get();
            Opened opened = captures.open(Bodies.DRAWER, "interaction_1", Side.PROMPT).get();
            assertThat(opened.level()).isEqualTo(CaptureLevel.DIGEST);
            assertThat(opened.body()).isEmpty();
            assertThat(opened.exact()).isFalse();
            assertThat(opened.provable()).isFalse();
            assertThat(opened.length()).isEqualTo(body.length());
            assertThat(recognises(captures, body)).contains(true);
            assertThat(recognises(captures, "another piece")).contains(false);
            assertThat(recognises(captures, " another piece")).contains(true);
            assertThat(recognises(captures, "one piece, another piecf")).contains(false);
            // Later in full: the digest alone is no reason to take it for known.
            Capture full = Bodies.full("interaction_2", body, 10);
            captures.keep(full).get();
            assertIs(captures, full);
            assertThat(captures.fsck().damages()).isEmpty();
        }
    }

    @Test
    void saysThatABodyWasCut() throws Exception {
        Capture whole = Bodies.full("interaction_1", "the first half");
        Capture cut =
                new Capture(
                        whole.drawer(),
                        whole.interaction(),
                        whole.side(),
                        whole.level(),
                        whole.salt(),
                        whole.body(),
                        100,
                        whole.pieces(),
                        List.of());
        try (Captures captures = Bodies.open(directory)) {
            captures.keep(cut).get();
            Opened opened = captures.open(Bodies.DRAWER, "interaction_1", Side.PROMPT).get();
            assertThat(opened.body()).isEqualTo(whole.body());
            assertThat(opened.exact()).isFalse();
            assertThat(opened.provable()).isFalse();
            assertThat(opened.length()).isEqualTo(100);
        }
    }

    @Test
    void refusesAPieceUnderAWrongDigest() throws Exception {
        Capture right = Bodies.full("interaction_1", "one text");
        Capture wrong =
                new Capture(
                        right.drawer(),
                        right.interaction(),
                        right.side(),
                        right.level(),
                        right.salt(),
                        right.body(),
                        right.length(),
                        List.of(new Piece(0, 8, new byte[32])),
                        List.of());
        try (Captures captures = Bodies.open(directory)) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> captures.keep(wrong).get())
                    .withCauseInstanceOf(IllegalArgumentException.class);
            captures.keep(right).get();
            assertIs(captures, right);
        }
    }

    @Test
    void tellsDrawersApart() throws Exception {
        Drawer short30 = new Drawer(Bodies.DRAWER.person(), Bodies.DRAWER.month(), "short");
        try (Captures captures = Bodies.open(directory)) {
            for (char person = 'a'; person < 'f'; person++) {
                captures.keep(in(Bodies.drawer(person), "interaction_1", "the same text")).get();
            }
            captures.keep(in(short30, "interaction_2", "the same text")).get();
            captures.keep(in(Bodies.DRAWER, "interaction_3", "the same text")).get();

            List<DrawerFacts> drawers = captures.drawers();
            assertThat(drawers).hasSize(6);
            assertThat(drawers).first().extracting(DrawerFacts::drawer).isEqualTo(short30);
            DrawerFacts first = drawers.get(1);
            assertThat(first.drawer()).isEqualTo(Bodies.DRAWER);
            assertThat(first.bodies()).isEqualTo(2);
            assertThat(first.first()).isEqualTo(Bodies.CLOCK.instant());
            assertThat(first.last()).isEqualTo(Bodies.CLOCK.instant());
            assertThat(first.erased()).isNull();
            assertThat(captures.fsck().damages()).isEmpty();
        }
        try (Captures captures = Bodies.open(directory)) {
            assertThat(captures.drawers())
                    .extracting(DrawerFacts::bodies)
                    .containsExactly(1L, 2L, 1L, 1L, 1L, 1L);
            assertThat(captures.fsck())
                    .satisfies(check -> {
                        assertThat(check.drawers()).isEqualTo(6);
                        assertThat(check.bodies()).isEqualTo(7);
                        assertThat(check.unfinished()).isEmpty();
                    });
        }
    }

    @Test
    void writesNoPlaintext() throws Exception {
        try (Captures captures = Bodies.open(directory)) {
            captures.keep(Bodies.full("interaction_1", "an unmistakable sentence", 3)).get();
        }
        assertThat(everythingIn(directory)).noneMatch(file -> file.contains("unmistakable"));
    }

    private static Capture in(Drawer drawer, String interaction, String body) {
        return Bodies.capture(drawer, interaction, Side.PROMPT, CaptureLevel.FULL, body);
    }

    private static Capture masked(Capture of, Capture.Masked... ranges) {
        return new Capture(
                of.drawer(),
                of.interaction(),
                of.side(),
                CaptureLevel.REDACTED,
                of.salt(),
                of.body(),
                of.length(),
                of.pieces(),
                Arrays.asList(ranges));
    }

    private static Optional<Boolean> recognises(Captures captures, String text) throws IOException {
        return captures.recognises(
                Bodies.DRAWER, "interaction_1", Side.PROMPT, text.getBytes(US_ASCII));
    }

    static void assertIs(Captures captures, Capture kept) throws IOException {
        Opened opened = captures.open(kept.drawer(), kept.interaction(), kept.side()).get();
        assertThat(opened.body()).isEqualTo(kept.body());
        assertThat(opened.salt()).isEqualTo(kept.salt());
        assertThat(opened.level()).isEqualTo(kept.level());
        assertThat(opened.length()).isEqualTo(kept.length());
        assertThat(opened.exact()).isTrue();
        assertThat(opened.provable()).isTrue();
        assertSums(opened, kept);
    }

    private static void assertSums(Opened opened, Capture kept) {
        assertThat(opened.pieces()).hasSameSizeAs(kept.pieces());
        for (int i = 0; i < kept.pieces().size(); i++) {
            Piece piece = kept.pieces().get(i);
            assertThat(opened.pieces().get(i).length()).isEqualTo(piece.to() - piece.from());
            assertThat(opened.pieces().get(i).sha256()).isEqualTo(piece.sha256());
        }
    }

    private static List<String> everythingIn(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).map(CapturesTest::content).toList();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
