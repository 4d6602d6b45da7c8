// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.chaperone.vocabulary.CaptureLevel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/// Random bodies of random pieces, at every level, masked at random: each comes back as it should,
/// over restarts and drawers that are closed to save memory.
@Timeout(120)
class ExactnessTest {
    private static final int ROUNDS = 4;
    private static final int BODIES = 120;
    private static final CaptureLevel[] LEVELS = {
        CaptureLevel.DIGEST, CaptureLevel.REDACTED, CaptureLevel.FULL
    };

    @TempDir private Path directory;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final List<Capture> kept = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    @Test
    void bringsBackWhatWasKept() throws Exception {
        for (int i = 0; i < 60; i++) {
            texts.add(Bodies.text(random, random.nextInt(3_000)));
        }
        for (int round = 0; round < ROUNDS; round++) {
            try (Captures captures = Bodies.open(directory)) {
                List<CompletableFuture<Void>> promises = new ArrayList<>();
                for (int i = 0; i < BODIES; i++) {
                    Capture capture = capture(kept.size());
                    kept.add(capture);
                    promises.add(captures.keep(capture));
                }
                CompletableFuture.allOf(promises.toArray(CompletableFuture[]::new)).get();
                for (Capture capture : kept) {
                    check(captures, capture);
                }
            }
        }
        try (Captures captures = Bodies.open(directory)) {
            assertThat(captures.fsck())
                    .as("seed %s", seed)
                    .satisfies(check -> {
                        assertThat(check.damages()).isEmpty();
                        assertThat(check.unfinished()).isEmpty();
                        assertThat(check.bodies()).isEqualTo(kept.size());
                    });
        }
    }

    private Capture capture(int number) {
        StringBuilder body = new StringBuilder();
        int[] sizes = new int[random.nextInt(20)];
        for (int i = 0; i < sizes.length; i++) {
            String text = texts.get(random.nextInt(texts.size()));
            body.append(text);
            sizes[i] = text.length();
        }
        body.append(random.nextBoolean() ? "the end" : Bodies.text(random, 200));
        Capture plain =
                Bodies.capture(
                        Bodies.drawer((char) ('a' + random.nextInt(5))),
                        "interaction_" + number,
                        random.nextBoolean() ? Side.PROMPT : Side.ANSWER,
                        LEVELS[random.nextInt(LEVELS.length)],
                        body.toString(),
                        sizes);
        List<Capture.Masked> masked = new ArrayList<>();
        for (int at = random.nextInt(2_000); at < body.length(); at += random.nextInt(5_000)) {
            int end = Math.min(body.length(), at + random.nextInt(60));
            masked.add(new Capture.Masked(at, end));
            at = end;
        }
        return new Capture(
                plain.drawer(),
                plain.interaction(),
                plain.side(),
                plain.level(),
                plain.salt(),
                plain.body(),
                plain.length(),
                plain.pieces(),
                masked);
    }

    private void check(Captures captures, Capture capture) throws IOException {
        String as = capture.interaction() + ", seed " + seed;
        Opened opened =
                captures.open(capture.drawer(), capture.interaction(), capture.side()).get();
        assertThat(opened.level()).as(as).isEqualTo(capture.level());
        assertThat(opened.salt()).as(as).isEqualTo(capture.salt());
        assertThat(opened.body()).as(as).isEqualTo(expected(capture));
        assertThat(opened.provable()).as(as).isEqualTo(capture.level() != CaptureLevel.DIGEST);
        for (int i = 0; i < capture.pieces().size(); i++) {
            Piece piece = capture.pieces().get(i);
            Opened.Sum sum = opened.pieces().get(i);
            assertThat(sum.length()).as(as).isEqualTo(piece.to() - piece.from());
            if (opened.provable()) {
                assertThat(sum.sha256()).as(as).isEqualTo(piece.sha256());
            }
        }
        if (random.nextInt(10) == 0) {
            assertThat(
                            captures.recognises(
                                    capture.drawer(),
                                    capture.interaction(),
                                    capture.side(),
                                    capture.body()))
                    .as(as)
                    .contains(true);
        }
    }

    private static byte[] expected(Capture capture) {
        return switch (capture.level()) {
            case METADATA -> throw new AssertionError("nothing is kept");
            case DIGEST -> "".getBytes(US_ASCII);
            case FULL -> capture.body();
            case REDACTED -> {
                byte[] body = capture.body().clone();
                capture.masked()
                        .forEach(range -> Arrays.fill(body, range.from(), range.to(), (byte) '*'));
                yield body;
            }
        };
    }
}
