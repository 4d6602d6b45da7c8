// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.vocabulary.CaptureLevel;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Each kind of system call that captures make on their files fails again and again, or the process
/// dies in it: what was promised opens afterwards, and what was destroyed does not.
///
/// An error comes at every so-manieth call of a thread, while the process opens, keeps, destroys,
/// closes and opens again. `-Dfaults=200 -Dseed=7` for a long run with random ones.
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class SystemCallFaultsTest {
    private static final int MORE = Integer.getInteger("faults", 0);
    private static final long SEED = Long.getLong("seed", 2026);
    private static final int BEFORE = 20;

    // No errors of pread64: the JVM reads its own classes with it.
    private static final String[][] FAULTS = {
        {"openat", "error=EIO:when=2+13", "error=ENOSPC:when=1+11", "signal=KILL:when=7"},
        {"pwrite64", "error=EIO:when=20", "error=ENOSPC:when=1+3", "signal=KILL:when=30"},
        {"fdatasync", "error=EIO:when=2+37", "error=ENOSPC:when=25", "signal=KILL:when=30"},
        {"fsync", "error=EIO:when=1+3", "error=ENOSPC:when=2+3", "signal=KILL:when=2"},
        {"rename", "error=EIO:when=1+3", "error=ENOSPC:when=2+3", "signal=KILL:when=2"},
        {"unlink", "error=EIO:when=1+2", "error=ENOSPC:when=2+3", "signal=KILL:when=2"},
        {"mkdir", "error=EIO:when=1+2", "error=ENOSPC:when=1+3", "signal=KILL:when=1"},
        {"ftruncate", "error=EIO:when=1+3", "error=ENOSPC:when=2+3", "signal=KILL:when=2"},
        {"close", "error=EIO:when=2+13", "signal=KILL:when=9"},
        {"pread64", "signal=KILL:when=25"},
    };

    @TempDir private Path directory;

    private final TreeSet<Integer> promised = new TreeSet<>();
    private final TreeSet<Integer> beingDestroyed = new TreeSet<>();
    private final TreeSet<Integer> destroyed = new TreeSet<>();
    private boolean ended;

    /// What goes wrong, as strace says it; whether it comes to that is not sure of a random one.
    record Fault(String call, String what, boolean random) {
        boolean kills() {
            return what.startsWith("signal");
        }

        @Override
        public String toString() {
            return call + " " + what;
        }
    }

    private static Stream<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        for (String[] row : FAULTS) {
            for (String what : List.of(row).subList(1, row.length)) {
                faults.add(new Fault(row[0], what, false));
            }
        }
        Random random = new Random(SEED);
        for (int i = 0; i < MORE; i++) {
            String[] row = FAULTS[random.nextInt(FAULTS.length)];
            String what = row[1 + random.nextInt(row.length - 1)];
            int at = 1 + random.nextInt(40);
            String when = what.startsWith("signal") ? "" + at : at + "+" + (at + 10);
            faults.add(new Fault(row[0], what.replaceFirst("when=.*", "when=" + when), true));
        }
        return faults.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void loseNothingThatWasPromised(Fault fault) throws Exception {
        Path data = directory.resolve("data");
        if (!fault.call().equals("mkdir")) {
            leaveWhatACrashLeaves(data);
        }

        String trace =
                TracedProcess.run(
                        directory.resolve("trace"),
                        fault.call(),
                        fault.what(),
                        List.of(
                                FaultedKeeper.class.getName(),
                                data.toString(),
                                directory.resolve("warm").toString(),
                                Integer.toString(BEFORE)),
                        this::note);

        boolean met = fault.kills() ? !ended : trace.contains("(INJECTED)");
        assertThat(met || fault.random()).as("met the fault").isTrue();
        assertThat(ended || fault.kills()).as("came to its end").isTrue();
        verify(data);
    }

    /// Drawers with unfinished writes behind their bodies.
    private void leaveWhatACrashLeaves(Path data) throws Exception {
        try (Captures captures = Bodies.open(data)) {
            for (int number = 0; number < BEFORE; number++) {
                captures.keep(KilledKeeper.body(number)).get();
                note("promised " + number);
            }
        }
        for (char person = 'a'; person <= 'e'; person++) {
            Path file = new Generation(Bodies.drawer(person), 1).file(Places.in(data));
            Files.write(file, new byte[100], StandardOpenOption.APPEND);
        }
    }

    private void note(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "promised" -> promised.add(Integer.valueOf(words[1]));
            case "destroying" -> {
                List<Integer> all =
                        promised.stream()
                                .filter(number -> person(number) == FaultedKeeper.ERASED)
                                .toList();
                beingDestroyed.addAll(all);
                promised.removeAll(all);
            }
            case "destroyed" -> destroyed.addAll(beingDestroyed);
            case "end" -> ended = true;
            default -> assertThat(words[0]).isEqualTo("refused:");
        }
    }

    private static char person(int number) {
        return (char) ('a' + number % 5);
    }

    private void verify(Path data) throws IOException {
        try (Captures captures = Bodies.open(data)) {
            for (char person = 'a'; person <= 'e'; person++) {
                captures.keep(
                                Bodies.capture(
                                        Bodies.drawer(person),
                                        "interaction_after",
                                        Side.ANSWER,
                                        CaptureLevel.FULL,
                                        "goes on"))
                        .join();
            }
            assertThat(captures.fsck().damages()).isEmpty();
            for (int number : promised) {
                CapturesTest.assertIs(captures, KilledKeeper.body(number));
            }
            for (int number : destroyed) {
                Capture gone = KilledKeeper.body(number);
                assertThat(captures.open(gone.drawer(), gone.interaction(), gone.side()))
                        .as("what was destroyed: %s", number)
                        .isEmpty();
            }
        }
    }
}
