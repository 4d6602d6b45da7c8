// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.chaperone.vocabulary.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What was destroyed can not be read by anybody, and what comes afterwards can.
@Timeout(60)
class EraserTest {
    private static final Capture FIRST = Bodies.full("interaction_1", "an unmistakable text");
    private static final Capture SECOND = Bodies.full("interaction_2", "an unmistakable text");

    @TempDir private Path directory;

    @Test
    void destroysADrawerForGood() throws Exception {
        byte[] key;
        Generation generation = new Generation(Bodies.DRAWER, 1);
        Places places = Places.in(directory);
        try (Captures captures = Bodies.open(directory)) {
            captures.keep(FIRST).get();
            captures.keep(SECOND).get();
            key = Files.readAllBytes(generation.key(places));

            Erasure erasure = captures.destroy(Bodies.DRAWER);
            assertThat(erasure.bodies()).isEqualTo(2);
            assertThat(erasure.at()).isEqualTo(Bodies.CLOCK.instant());
            assertThat(erasure.contents())
                    .isEqualTo(Digest.of("interaction_1 prompt\ninteraction_2 prompt\n"));
            assertThat(captures.destroy(Bodies.DRAWER)).isEqualTo(erasure);
            assertErased(captures);
        }
        try (Captures captures = Bodies.open(directory)) {
            assertErased(captures);
            assertThat(captures.fsck().damages()).isEmpty();
        }
        assertThat(generation.file(places)).doesNotExist();
        assertThat(generation.key(places)).doesNotExist();
        String secret = new String(key, 20, 48, ISO_8859_1);
        assertThat(everythingIn(directory))
                .noneMatch(file -> file.contains("unmistakable") || file.contains(secret));
    }

    private static void assertErased(Captures captures) throws IOException {
        assertThat(captures.open(Bodies.DRAWER, "interaction_1", Side.PROMPT)).isEmpty();
        assertThat(captures.drawers())
                .singleElement()
                .satisfies(facts -> {
                    assertThat(facts.drawer()).isEqualTo(Bodies.DRAWER);
                    assertThat(facts.erased()).isEqualTo(Bodies.CLOCK.instant());
                    assertThat(facts.erasedBodies()).isEqualTo(2);
                    assertThat(facts.bodies()).isZero();
                    assertThat(facts.bytes()).isZero();
                });
    }

    @Test
    void opensNothingWithACopyOfTheFile() throws Exception {
        Places places = Places.in(directory);
        Path file = new Generation(Bodies.DRAWER, 1).file(places);
        byte[] copy;
        try (Captures captures = Bodies.open(directory)) {
            captures.keep(FIRST).get();
            copy = Files.readAllBytes(file);
            captures.destroy(Bodies.DRAWER);
            captures.keep(SECOND).get();
        }
        Files.write(new Generation(Bodies.DRAWER, 2).file(places), copy);
        try (Captures captures = Bodies.open(directory)) {
            assertThat(captures.open(Bodies.DRAWER, "interaction_1", Side.PROMPT)).isEmpty();
        }
    }

    @Test
    void beginsAnewAfterwards() throws Exception {
        try (Captures captures = Bodies.open(directory)) {
            captures.keep(FIRST).get();
            captures.destroy(Bodies.DRAWER);
            captures.keep(SECOND).get();
            CapturesTest.assertIs(captures, SECOND);
            assertThat(captures.open(Bodies.DRAWER, "interaction_1", Side.PROMPT)).isEmpty();
        }
        try (Captures captures = Bodies.open(directory)) {
            CapturesTest.assertIs(captures, SECOND);
            assertThat(captures.drawers())
                    .singleElement()
                    .satisfies(facts -> {
                        assertThat(facts.bodies()).isEqualTo(1);
                        assertThat(facts.erasedBodies()).isEqualTo(1);
                    });
            Erasure again = captures.destroy(Bodies.DRAWER);
            assertThat(again.bodies()).isEqualTo(1);
            assertThat(captures.open(Bodies.DRAWER, "interaction_2", Side.PROMPT)).isEmpty();
            assertThat(captures.drawers().getFirst().erasedBodies()).isEqualTo(2);
        }
    }

    @Test
    void destroysWhatWasNeverThere() throws Exception {
        try (Captures captures = Bodies.open(directory)) {
            assertThat(captures.destroy(Bodies.DRAWER).bodies()).isZero();
            assertThat(captures.drawers()).isEmpty();
        }
    }

    @Test
    void destroysBetweenWrites() throws Exception {
        try (Captures captures = Bodies.open(directory)) {
            for (int round = 0; round < 5; round++) {
                CompletableFuture<Void> before =
                        captures.keep(Bodies.full("interaction_before" + round, "text"));
                Erasure erasure = captures.destroy(Bodies.DRAWER);
                before.get();
                assertThat(erasure.bodies()).isEqualTo(1);
                assertThat(captures.open(Bodies.DRAWER, "interaction_before" + round, Side.PROMPT))
                        .isEmpty();
            }
        }
    }

    @Test
    void finishesWhatACrashInterruptedAtEachStep() throws Exception {
        int steps = 1;
        for (int step = 0; step < steps; step++) {
            Path place = directory.resolve("step" + step);
            FaultyStorage storage = new FaultyStorage();
            try (Captures captures = Bodies.open(place, storage)) {
                captures.keep(FIRST).get();
                storage.failFrom(step);
                assertThatIOException().isThrownBy(() -> captures.destroy(Bodies.DRAWER));
                storage.mend();
                storage.failFrom(Integer.MAX_VALUE);
            }
            // As after a kill: the state on disk is what the steps so far left.
            try (Captures captures = Bodies.open(place, storage)) {
                boolean noted = captures.drawers().getFirst().erased() != null;
                assertThat(captures.open(Bodies.DRAWER, "interaction_1", Side.PROMPT).isEmpty())
                        .isEqualTo(noted);
                storage.failFrom(Integer.MAX_VALUE);
                Erasure erasure = captures.destroy(Bodies.DRAWER);
                steps = Math.max(steps, noted ? 0 : storage.steps());
                assertThat(erasure.bodies()).isEqualTo(1);
                assertThat(new Generation(Bodies.DRAWER, 1).key(Places.in(place))).doesNotExist();
                assertThat(new Generation(Bodies.DRAWER, 1).file(Places.in(place))).doesNotExist();
                assertThat(captures.fsck().damages()).isEmpty();
            }
        }
        assertThat(steps).isGreaterThan(8);
    }

    private static List<String> everythingIn(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).map(EraserTest::content).toList();
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
