// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.chaperone.vocabulary.CaptureLevel;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Files that are not what was written: a crash's rest is cut off, everything else is found, named
/// and left as it is.
@Timeout(300)
class DamageTest {
    private static final Generation FIRST = new Generation(Bodies.DRAWER, 1);
    private static final int MARK = Frame.HEAD + Frame.TAIL;

    @TempDir private Path directory;

    private Places places;
    private Path file;
    private final Capture[] kept = new Capture[4];

    @BeforeEach
    void keep() throws Exception {
        places = Places.in(directory);
        file = FIRST.file(places);
        String shared = Bodies.text(new Random(9), 400);
        for (int i = 0; i < kept.length; i++) {
            kept[i] = Bodies.full("interaction_" + i, shared + "question " + i, 400);
        }
        kept[2] =
                Bodies.capture(
                        Bodies.DRAWER,
                        "interaction_2",
                        Side.ANSWER,
                        CaptureLevel.DIGEST,
                        "an answer");
        try (Captures captures = Bodies.open(directory)) {
            for (Capture capture : kept) {
                captures.keep(capture).get();
            }
        }
    }

    @Test
    void findsAndNamesAFlippedBitInEveryByte() throws Exception {
        try (Captures captures = Bodies.open(directory)) {
            for (Path path : List.of(file, FIRST.key(places))) {
                byte[] whole = Files.readAllBytes(path);
                long[] starts = path.equals(file) ? starts() : new long[] {0};
                for (int at = 0; at < whole.length; at++) {
                    byte[] flipped = whole.clone();
                    flipped[at] ^= (byte) (1 << at % 8);
                    Files.write(path, flipped);
                    checkFlip(captures.fsck(), path, at, starts);
                }
                Files.write(path, whole);
            }
            assertThat(captures.fsck().damages()).isEmpty();
        }
    }

    private void checkFlip(Check check, Path path, int at, long[] starts) {
        String as = path + " byte " + at;
        boolean mark = path.equals(file) && at >= starts[kept.length];
        if (mark) {
            assertThat(check.unfinished()).as(as).hasSize(1);
            return;
        }
        assertThat(check.damages())
                .as(as)
                .isNotEmpty()
                .allSatisfy(damage -> assertThat(damage.file()).isEqualTo(path));
        if (path.equals(file) && at >= starts[0]) {
            int body = 0;
            while (starts[body + 1] <= at) {
                body++;
            }
            String name = "interaction_" + body;
            long offset = starts[body];
            assertThat(check.damages())
                    .as(as)
                    .anySatisfy(damage -> {
                        assertThat(damage.interaction()).isEqualTo(name);
                        assertThat(damage.offset()).isEqualTo(offset);
                    });
        } else if (!path.equals(file)) {
            assertThat(check.damages())
                    .extracting(Check.Damage::interaction)
                    .contains("interaction_0", "interaction_1", "interaction_2", "interaction_3");
        }
    }

    /// Where the frames begin, the mark's and the end included.
    private long[] starts() throws IOException {
        long[] starts = new long[kept.length + 2];
        try (Storage.File open = new Disk().openToRead(file)) {
            Located located = Located.in(new FrameScan(open, new FrameFormat(FIRST), open.size()));
            assertThat(located.frames()).hasSize(kept.length + 1);
            for (int i = 0; i <= kept.length; i++) {
                starts[i] = located.frames().get(i).offset();
            }
            starts[kept.length + 1] = open.size();
        }
        return starts;
    }

    @Test
    void cutsOffWhatACrashLeftAtEveryByte() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        long[] starts = starts();
        for (int end = (int) starts[3]; end <= whole.length; end++) {
            byte[] torn = Arrays.copyOf(whole, end);
            checkTorn(torn, starts, end);
            if (end % 5 == 0) {
                // As when the size reached the disk and the last page did not.
                checkTorn(Arrays.copyOf(torn, end + 100), starts, end);
            }
        }
    }

    private void checkTorn(byte[] torn, long[] starts, int end) throws IOException {
        Files.write(file, torn);
        int bodies = 0;
        while (bodies < kept.length && starts[bodies + 1] <= end) {
            bodies++;
        }
        String as = end + " of " + torn.length + " bytes";
        try (Captures captures = Bodies.open(directory)) {
            assertThat(captures.fsck().damages()).as(as).isEmpty();
            captures.keep(Bodies.full("interaction_new", "something new")).join();
            Check check = captures.fsck();
            assertThat(check.damages()).as(as).isEmpty();
            assertThat(check.unfinished()).as(as).isEmpty();
            assertThat(check.bodies()).as(as).isEqualTo(bodies + 1);
            CapturesTest.assertIs(captures, kept[1]);
            CapturesTest.assertIs(captures, Bodies.full("interaction_new", "something new"));
        }
        assertThat(new Generation(Bodies.DRAWER, 2).file(places)).doesNotExist();
    }

    @Test
    void saysWhereABodyIsDamaged() throws Exception {
        long[] starts = starts();
        flip(starts[1] + Frame.HEAD + 60);
        try (Captures captures = Bodies.open(directory)) {
            assertThatIOException()
                    .isThrownBy(() -> captures.open(Bodies.DRAWER, "interaction_1", Side.PROMPT))
                    .withMessageContaining(file.toString())
                    .withMessageContaining("offset " + starts[1]);
            CapturesTest.assertIs(captures, kept[0]);
            CapturesTest.assertIs(captures, kept[3]);
        }
    }

    @Test
    void namesEveryBodyThatSharesADamagedPart() throws Exception {
        long[] starts = starts();
        flip(starts[1] - Frame.TAIL - 30);
        try (Captures captures = Bodies.open(directory)) {
            assertThat(captures.fsck().damages())
                    .extracting(Check.Damage::interaction)
                    .containsExactlyInAnyOrder("interaction_0", "interaction_1", "interaction_3");
            assertThatIOException()
                    .isThrownBy(() -> captures.open(Bodies.DRAWER, "interaction_3", Side.PROMPT))
                    .withMessageContaining("offset " + starts[0]);
        }
    }

    @Test
    void beginsAnewBesideADamagedDrawerAndLeavesItAsItIs() throws Exception {
        long[] starts = starts();
        // No valid end, and a damage before it.
        byte[] whole = Files.readAllBytes(file);
        byte[] damaged = Arrays.copyOf(whole, whole.length - MARK - 1);
        damaged[(int) starts[1] + 5] ^= 1;
        Files.write(file, damaged);
        try (Captures captures = Bodies.open(directory)) {
            Capture next = Bodies.full("interaction_new", "something new");
            captures.keep(next).get();
            CapturesTest.assertIs(captures, next);
            CapturesTest.assertIs(captures, kept[0]);
            assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
            assertThat(captures.fsck().damages()).isNotEmpty();
            assertThatIOException()
                    .isThrownBy(() -> captures.open(Bodies.DRAWER, "interaction_1", Side.PROMPT))
                    .withMessageContaining("offset " + starts[1]);
            assertThat(captures.destroy(Bodies.DRAWER).bodies()).isPositive();
        }
    }

    private void flip(long at) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        whole[(int) at] ^= 1;
        Files.write(file, whole);
    }
}
