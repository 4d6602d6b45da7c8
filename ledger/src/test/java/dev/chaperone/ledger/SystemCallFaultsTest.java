// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.Hash;
import dev.chaperone.tlog.MalformedException;
import dev.chaperone.tlog.Note;
import dev.chaperone.vocabulary.Digest;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// Each kind of system call that the ledger makes on its files fails again and again, or the
/// process dies in it: what was promised is there afterwards, once and unchanged, and every
/// checkpoint that was ever signed is continued.
///
/// An error comes at every so-manieth call of a thread, while the process opens, writes, seals,
/// closes and opens again; so in one run it meets many places. `-Dfaults=200 -Dseed=7` for a long
/// run with random ones.
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class SystemCallFaultsTest {
    private static final int MORE = Integer.getInteger("faults", 0);
    private static final long SEED = Long.getLong("seed", 2026);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int BEFORE = 300;

    // No errors of pread64: the JVM reads its own classes with it. How often a thread reads depends
    // on
    // how much is written together, 13 to 21 times where this was counted: 6 is always met.
    private static final String[][] FAULTS = {
        {"openat", "error=EIO:when=2+13", "error=ENOSPC:when=1+11", "signal=KILL:when=9"},
        {"write", "error=EIO:when=3+13", "error=ENOSPC:when=2+11", "signal=KILL:when=3"},
        {"pwrite64", "error=EIO:when=2+37", "error=EIO:when=60", "error=ENOSPC:when=2+5"},
        {"pwrite64", "error=ENOSPC:when=1+31", "signal=KILL:when=1", "signal=KILL:when=99"},
        {"fdatasync", "error=EIO:when=2+37", "error=EIO:when=150", "error=ENOSPC:when=9"},
        {"fdatasync", "signal=KILL:when=2", "signal=KILL:when=120"},
        {"fsync", "error=EIO:when=1+3", "error=ENOSPC:when=2+3", "signal=KILL:when=2"},
        {"rename", "error=EIO:when=2+13", "error=ENOSPC:when=1+11", "signal=KILL:when=4"},
        {"unlink", "error=EIO:when=1+5", "error=ENOSPC:when=2+5", "signal=KILL:when=2"},
        {"mkdir", "error=EIO:when=1+2", "error=ENOSPC:when=2+2", "signal=KILL:when=1"},
        {"close", "error=EIO:when=2+13", "signal=KILL:when=9"},
        {"read", "error=EIO:when=2+13", "signal=KILL:when=9"},
        {"pread64", "signal=KILL:when=6"},
    };

    private static final List<Checkpoint> SIGNED_BEFORE = new ArrayList<>();
    private static final Map<Long, String> PROMISED_BEFORE = new HashMap<>();

    @TempDir private static Path before;

    @TempDir private Path directory;

    private final Map<Long, String> promised = new HashMap<>(PROMISED_BEFORE);
    private final List<Checkpoint> signed = new ArrayList<>(SIGNED_BEFORE);
    private boolean ended;
    private Path data;

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

    @BeforeAll
    static void write() throws Exception {
        try (TransparencyLog log = FaultedWriter.open(before)) {
            for (int i = 0; i < BEFORE; i++) {
                byte[] entry = FaultedWriter.entry("before " + i);
                PROMISED_BEFORE.put(log.ledger().append(entry).get(), Digest.of(entry).hex());
            }
            SIGNED_BEFORE.add(head(log, BEFORE));
        }
    }

    private static Checkpoint head(TransparencyLog log, long size) throws Exception {
        String note = log.awaitCheckpoint(size - 1, PATIENCE).orElseThrow();
        return Checkpoint.parse(Note.parse(note).text());
    }

    @BeforeEach
    void begin() throws IOException {
        data = directory.resolve("data");
        try (Stream<Path> files = Files.walk(before)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, data.resolve(before.relativize(file).toString()));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void loseNothingThatWasPromised(Fault fault) throws Exception {
        String trace =
                TracedProcess.run(
                        directory.resolve("trace"),
                        fault.call(),
                        fault.what(),
                        List.of(
                                FaultedWriter.class.getName(),
                                data.toString(),
                                directory.resolve("warm").toString(),
                                "faulted "),
                        this::note);

        boolean met = fault.kills() ? !ended : trace.contains("(INJECTED)");
        assertThat(met || fault.random()).as("met the fault").isTrue();
        assertThat(ended || fault.kills()).as("came to its end").isTrue();
        verify();
    }

    private void note(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "promised" -> {
                String before = promised.put(Long.valueOf(words[1]), words[2]);
                assertThat(before).as("index %s is promised once", words[1]).isNull();
            }
            case "signed" -> signed.add(checkpoint(Long.parseLong(words[1]), words[2]));
            case "end" -> ended = true;
            default -> assertThat(words[0]).isEqualTo("refused:");
        }
    }

    private static Checkpoint checkpoint(long size, String root) {
        try {
            return new Checkpoint("faults.example/log", size, Hash.parseBase64(root));
        } catch (MalformedException e) {
            throw new AssertionError("A root that is none", e);
        }
    }

    private void verify() throws Exception {
        List<String> found = new ArrayList<>();
        try (TransparencyLog log = FaultedWriter.open(data)) {
            byte[] entry = FaultedWriter.entry("goes on");
            promised.put(log.ledger().append(entry).get(), Digest.of(entry).hex());
            while (found.size() < log.ledger().size()) {
                for (byte[] each : log.ledger().read(found.size(), 1_000)) {
                    found.add(Digest.of(each).hex());
                }
            }
            continues(log, head(log, found.size()));
        }
        assertThat(found).doesNotHaveDuplicates();
        promised.forEach((index, hash) ->
                assertThat(found.get(Math.toIntExact(index)))
                        .as("entry %s", index)
                        .isEqualTo(hash));
    }

    private void continues(TransparencyLog log, Checkpoint last) throws Exception {
        for (Checkpoint each : signed) {
            assertThat(each.size()).isLessThanOrEqualTo(last.size());
            if (each.size() > 0) {
                log.consistency(each.size(), last.size()).verify(each.root(), last.root());
            }
        }
    }
}
