// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.chaperone.vocabulary.CaptureLevel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Disks that fill up, fail and hang, and keys that are not as they should be: nothing is promised,
/// and who waits is told in time.
@Timeout(60)
class RefusalTest {
    private static final CaptureLimits IMPATIENT =
            new CaptureLimits(4, 4_000, 16, 8, 1 << 20, Duration.ofMillis(500));

    @TempDir private Path directory;

    private final FaultyStorage storage = new FaultyStorage();

    @Test
    void isPoisonedByAFailedSyncUntilARestart() throws Exception {
        try (Captures captures = Bodies.open(directory, storage)) {
            captures.keep(Bodies.full("interaction_1", "text 1")).get();
            storage.failForces("Input/output error");
            assertRefused(captures.keep(Bodies.full("interaction_2", "text 2")));
            storage.mend();
            assertRefused(captures.keep(Bodies.full("interaction_3", "text 3")));
            assertThat(captures.trouble()).isPresent();
        }
        try (Captures captures = Bodies.open(directory)) {
            CapturesTest.assertIs(captures, Bodies.full("interaction_1", "text 1"));
            captures.keep(Bodies.full("interaction_4", "text 4")).get();
            assertThat(captures.open(Bodies.DRAWER, "interaction_3", Side.PROMPT)).isEmpty();
            assertThat(captures.fsck().damages()).isEmpty();
        }
    }

    @Test
    void isPoisonedByAFailedWrite() throws Exception {
        try (Captures captures = Bodies.open(directory, storage)) {
            captures.keep(Bodies.full("interaction_1", "text 1")).get();
            storage.failWrites("Input/output error");
            assertRefused(captures.keep(Bodies.full("interaction_2", "text 2")));
            storage.mend();
            assertRefused(captures.keep(Bodies.full("interaction_3", "text 3")));
        }
        try (Captures captures = Bodies.open(directory)) {
            assertThat(captures.fsck().unfinished()).hasSize(1);
            captures.keep(Bodies.full("interaction_4", "text 4")).get();
            assertThat(captures.fsck().unfinished()).isEmpty();
            CapturesTest.assertIs(captures, Bodies.full("interaction_1", "text 1"));
            CapturesTest.assertIs(captures, Bodies.full("interaction_4", "text 4"));
        }
    }

    @Test
    void refusesOnAFullDiskAndGoesOnWhenThereIsSpace() throws Exception {
        try (Captures captures = Bodies.open(directory, storage)) {
            captures.keep(Bodies.full("interaction_1", "text 1")).get();
            storage.failWrites("No space left on device");
            assertRefused(captures.keep(Bodies.full("interaction_2", "text 2")));
            assertRefused(captures.keep(other("interaction_2")));
            assertThat(captures.trouble()).isPresent();
            storage.mend();
            captures.keep(Bodies.full("interaction_3", "text 3")).get();
            captures.keep(other("interaction_3")).get();
            assertThat(captures.trouble()).isEmpty();

            CapturesTest.assertIs(captures, Bodies.full("interaction_1", "text 1"));
            CapturesTest.assertIs(captures, Bodies.full("interaction_3", "text 3"));
            CapturesTest.assertIs(captures, other("interaction_3"));
            assertThat(captures.open(Bodies.DRAWER, "interaction_2", Side.PROMPT)).isEmpty();
            Check check = captures.fsck();
            assertThat(check.damages()).isEmpty();
            assertThat(check.unfinished()).isEmpty();
            assertThat(check.bodies()).isEqualTo(3);
        }
    }

    @Test
    void refusesWhileTheDiskHangsAndWhenTooMuchWaits() throws Exception {
        try (Captures captures =
                Cabinet.open(Places.in(directory), Bodies.CLOCK, IMPATIENT, storage)) {
            captures.keep(Bodies.full("interaction_1", "text 1")).get();
            storage.holdForces();
            CompletableFuture<Void> held = captures.keep(Bodies.full("interaction_2", "text"));
            assertRefused(captures.keep(Bodies.full("interaction_3", "x".repeat(4_000))));
            assertRefused(held);
            assertRefused(captures.keep(Bodies.full("interaction_4", "text")));
            storage.releaseForces();
            keepWhenTaken(captures, Bodies.full("interaction_5", "text 5"));
            CapturesTest.assertIs(captures, Bodies.full("interaction_5", "text 5"));
        }
    }

    @Test
    void staysClosed() throws Exception {
        Captures captures = Bodies.open(directory);
        captures.close();
        captures.close();
        assertRefused(captures.keep(Bodies.full("interaction_1", "text")));
    }

    @Test
    void hasOneOwner() throws Exception {
        try (Captures _ = Bodies.open(directory)) {
            assertThatIOException()
                    .isThrownBy(() -> Bodies.open(directory).close())
                    .withMessageContaining("already open");
        }
        Bodies.open(directory).close();
    }

    @Test
    void refusesAMasterKeyThatOthersMayRead() throws Exception {
        Bodies.open(directory).close();
        Path master = Places.in(directory).master();
        assertThat(Files.getPosixFilePermissions(master))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(master, PosixFilePermissions.fromString("rw-r-----"));
        assertThatIOException()
                .isThrownBy(() -> Bodies.open(directory).close())
                .withMessageContaining("chmod 600");
    }

    @Test
    void refusesAMissingOrAnotherMasterKeyWhileThereAreDrawers() throws Exception {
        try (Captures captures = Bodies.open(directory)) {
            captures.keep(Bodies.full("interaction_1", "text 1")).get();
        }
        Path master = Places.in(directory).master();
        Path away = directory.resolve("away");
        Files.move(master, away);
        assertThatIOException()
                .isThrownBy(() -> Bodies.open(directory).close())
                .withMessageContaining("missing")
                .withMessageContaining("backup");
        Bodies.open(directory.resolve("another")).close();
        Files.copy(Places.in(directory.resolve("another")).master(), master);
        assertThatIOException()
                .isThrownBy(() -> Bodies.open(directory).close())
                .withMessageContaining("does not open the keys");
        Files.delete(master);
        Files.move(away, master);
        try (Captures captures = Bodies.open(directory)) {
            CapturesTest.assertIs(captures, Bodies.full("interaction_1", "text 1"));
        }
    }

    private static Capture other(String interaction) {
        return Bodies.capture(
                Bodies.drawer('b'), interaction, Side.PROMPT, CaptureLevel.FULL, "other text");
    }

    private static void keepWhenTaken(Captures captures, Capture capture) throws Exception {
        boolean kept = false;
        while (!kept) {
            try {
                captures.keep(capture).get();
                kept = true;
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(CapturesUnavailableException.class);
                Thread.onSpinWait();
            }
        }
    }

    private static void assertRefused(CompletableFuture<Void> promise) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(promise::get)
                .withCauseInstanceOf(CapturesUnavailableException.class);
    }

    @Test
    void saysWhatToDoWhenItMayNotWrite() throws IOException {
        Path file = Files.createFile(directory.resolve("captures"));
        assertThatIOException()
                .isThrownBy(() -> Bodies.open(directory).close())
                .withMessageContaining("choose another data directory");
        assertThat(file).isRegularFile();
    }
}
