// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.tlog.Note;
import dev.chaperone.tlog.VerifierKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a witness keeps: across restarts, crashes and changes by others.
@Timeout(60)
class WitnessStateTest {
    @TempDir private Path folder;
    private final TestLog log = TestLog.create();

    @Test
    void keepsKeysAndCheckpointsAcrossARestart() throws Exception {
        List<VerifierKey> keys;
        try (Site site = Site.start(directory(), log)) {
            keys = site.witness().verifiers();
            assertThat(site.submit(log.submission(0, 5)).statusCode()).isEqualTo(200);
        }
        try (Site site = Site.start(directory(), log)) {
            assertThat(site.witness().verifiers()).isEqualTo(keys);
            assertThat(site.submit(log.submission(0, 3)).body()).isEqualTo("5\n");
            assertThat(site.submit(log.submission(5, 9)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void isForTheOwnersEyesOnly() throws Exception {
        try (Site site = Site.start(directory(), log)) {
            site.submit(log.submission(0, 5));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                .isEqualTo("rwx------");
        try (var files = Files.list(directory())) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void neverCosignedWhatIsNotOnDiskAfterACrashAtAnyStep() throws Exception {
        try (Site site = Site.start(directory(), log)) {
            site.submit(log.submission(0, 5));
        }
        for (int step = 0; step < FailingFiles.STEPS_OF_A_REPLACE; step++) {
            int size = 6 + step;
            long held;
            try (Site site = Site.start(directory(), new FailingFiles(step), log)) {
                held = size(site);
                int status = site.submit(log.submission((int) held, size)).statusCode();
                assertThat(status).isEqualTo(500);
                assertThat(site.get(monitoring()).body()).contains("\n" + held + "\n");
                assertThat(site.reports()).hasSize(1);
            }
            try (Site site = Site.start(directory(), log)) {
                // The old or the new one, and the log can go on from either.
                assertThat(size(site)).isIn(held, (long) size);
                int status = site.submit(log.submission((int) size(site), size)).statusCode();
                assertThat(status).isEqualTo(200);
            }
        }
    }

    @Test
    void remembersWhatItKeptBeforeItWasKilledInTheAnswer() throws Exception {
        FailingFiles files = new FailingFiles(FailingFiles.AFTER_A_REPLACE);
        try (Site site = Site.start(directory(), files, log)) {
            assertThat(site.submit(log.submission(0, 5)).statusCode()).isEqualTo(500);
        }
        try (Site site = Site.start(directory(), log)) {
            TestLog forked = log.forked();
            assertThat(site.submit(forked.submission(0, 5)).body()).isEqualTo("5\n");
            assertThat(site.submit(forked.submission(5, 5)).statusCode()).isEqualTo(422);
            assertThat(site.submit(log.submission(5, 5)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void goesOnWhenTheDiskWorksAgain() throws Exception {
        FailingFiles files = new FailingFiles(0);
        try (Site site = Site.start(directory(), files, log)) {
            assertThat(site.submit(log.submission(0, 5)).statusCode()).isEqualTo(500);
            files.repair();
            assertThat(site.submit(log.submission(0, 5)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void namesTheStateThatSomebodyChanged() throws Exception {
        Path state = directory().resolve(Witness.hash(TestLog.ORIGIN) + ".checkpoint");
        try (Site site = Site.start(directory(), log)) {
            site.submit(log.submission(0, 5));
        }
        String kept = Files.readString(state);
        for (String changed :
                List.of(
                        "",
                        kept.replace("\n5\n", "\n4\n"),
                        log.checkpoint(4).format(),
                        kept.substring(0, kept.length() - 1),
                        kept.replace(TestLog.ORIGIN, "example.com/other"))) {
            Files.writeString(state, changed);
            assertThatExceptionOfType(DamagedStateException.class)
                    .isThrownBy(() -> Site.start(directory(), log))
                    .withMessageContaining(state.toString());
        }
        Files.writeString(state, kept);
        Site.start(directory(), log).close();
    }

    @Test
    void namesAStateOfAnotherLog() throws Exception {
        TestLog other = TestLog.named("example.com/other");
        try (Site site = Site.start(directory(), log, other)) {
            site.submit(log.submission(0, 5));
            site.submit(other.submission(0, 7));
        }
        Path first = directory().resolve(Witness.hash(TestLog.ORIGIN) + ".checkpoint");
        Path second = directory().resolve(Witness.hash("example.com/other") + ".checkpoint");
        Files.copy(second, first, StandardCopyOption.REPLACE_EXISTING);
        assertThatExceptionOfType(DamagedStateException.class)
                .isThrownBy(() -> Site.start(directory(), log, other))
                .withMessageContaining(first.toString());
    }

    @Test
    void makesNoNewKeysForOldState() throws Exception {
        try (Site site = Site.start(directory(), log)) {
            site.submit(log.submission(0, 5));
        }
        Path key = directory().resolve("witness-ml-dsa-44");
        Files.delete(key);
        assertThatExceptionOfType(DamagedStateException.class)
                .isThrownBy(() -> Site.start(directory(), log))
                .withMessageContaining(key.toString())
                .withMessageContaining("missing");
    }

    @Test
    void startsAgainAfterAFirstStartThatWasInterrupted() throws Exception {
        Site.start(directory(), log).close();
        Files.delete(directory().resolve("witness-ed25519"));
        Site.start(directory(), log).close();
    }

    @Test
    void refusesKeysThatOthersCouldRead() throws Exception {
        Site.start(directory(), log).close();
        Path key = directory().resolve("witness-ed25519");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatExceptionOfType(DamagedStateException.class)
                .isThrownBy(() -> Site.start(directory(), log))
                .withMessageContaining("chmod 600 " + key);
    }

    @Test
    void refusesDamagedKeysWithoutShowingThem() throws Exception {
        Site.start(directory(), log).close();
        Path key = directory().resolve("witness-ed25519");
        String secret = Files.readString(key, UTF_8).strip();
        Files.writeString(key, secret.substring(0, secret.length() - 6));
        assertThatExceptionOfType(DamagedStateException.class)
                .isThrownBy(() -> Site.start(directory(), log))
                .withMessageContaining(key.toString())
                .withMessageNotContaining("PRIVATE");
    }

    @Test
    void isForOneProcessAndOneName() throws Exception {
        Site.start(directory(), log).close();
        try (Site _ = Site.start(directory(), log)) {
            assertThatIOException()
                    .isThrownBy(() -> Site.start(directory(), log))
                    .withMessageContaining(directory().toString());
        }
        assertThatIOException()
                .isThrownBy(() ->
                        Witness.open(
                                directory(),
                                Optional.of("another.example"),
                                List.of(log.vkey()),
                                Clock.systemUTC()))
                .withMessageContaining("another.example");
    }

    private Path directory() {
        return folder.resolve("witness");
    }

    private static long size(Site site) throws Exception {
        Note latest = Note.parse(site.get(monitoring()).body());
        return latest.open(site.witness().verifiers()).checkpoint().size();
    }

    private static String monitoring() {
        return "/" + Witness.hash(TestLog.ORIGIN) + "/checkpoint";
    }

    /// A disk that fails for good at a step of replacing the file of a checkpoint.
    private static final class FailingFiles implements DurableFiles {
        static final int STEPS_OF_A_REPLACE = 4;
        static final int AFTER_A_REPLACE = 3;

        private final DurableFiles real = DurableFiles.onDisk();
        private final int failing;
        private int step;
        private boolean repaired;

        FailingFiles(int failing) {
            this.failing = failing;
        }

        void repair() {
            repaired = true;
        }

        @Override
        public void replace(Path file, byte[] bytes) throws IOException {
            if (!file.toString().endsWith(".checkpoint") || repaired) {
                real.replace(file, bytes);
                return;
            }
            step = 0;
            DurableFiles.super.replace(file, bytes);
            reach(AFTER_A_REPLACE);
        }

        @Override
        public void write(Path file, byte[] bytes) throws IOException {
            if (step == failing) {
                real.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            }
            reach(0);
            real.write(file, bytes);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            reach(1);
            real.rename(from, to);
        }

        @Override
        public void forceDirectory(Path directory) throws IOException {
            reach(2);
            real.forceDirectory(directory);
        }

        private void reach(int reached) throws IOException {
            step = reached;
            if (reached == failing) {
                throw new IOException("The disk fails at step " + reached);
            }
        }
    }
}
