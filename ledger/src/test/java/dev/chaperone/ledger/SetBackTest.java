// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A ledger that was lost, or that an older copy took the place of, is not gone on with, even where
/// no witness remembers it: the directory of its keys does.
class SetBackTest {
    @TempDir private Path data;

    @Test
    void refusesToBeginAnewUnderTheSameKeys() throws Exception {
        TestLog.make(data, 300);
        delete(data.resolve("ledger"));

        assertThatExceptionOfType(LedgerRolledBackException.class)
                .isThrownBy(() -> TestLog.open(data))
                .withMessageContaining("holds 0 entries")
                .withMessageContaining("there are 300")
                .withMessageContaining("begin a new ledger");
        assertThat(data.resolve("ledger")).doesNotExist();
    }

    @Test
    void refusesAnOlderCopy() throws Exception {
        TestLog.make(data, 300);
        copy(data.resolve("ledger"), data.resolve("old"));
        try (TransparencyLog log = TestLog.open(data)) {
            TestLog.append(log, 10);
        }
        delete(data.resolve("ledger"));
        copy(data.resolve("old"), data.resolve("ledger"));

        assertThatExceptionOfType(LedgerRolledBackException.class)
                .isThrownBy(() -> TestLog.open(data))
                .withMessageContaining("holds 300 entries")
                .withMessageContaining(data.resolve("keys/ledger-signed").toString());
    }

    @Test
    void refusesALogWhoseCheckpointsAreGone() throws Exception {
        TestLog.make(data, 3);
        Files.delete(data.resolve("ledger/checkpoint"));

        assertThatIOException()
                .isThrownBy(() -> TestLog.open(data))
                .withMessageContaining("put a copy of " + data.resolve("keys/ledger-signed"));

        Files.copy(data.resolve("keys/ledger-signed"), data.resolve("ledger/checkpoint"));
        TestLog.open(data).close();
    }

    @Test
    void beginsAnewWhenTheKeysWereMovedAwayToo() throws Exception {
        TestLog.make(data, 3);
        delete(data.resolve("ledger"));
        delete(data.resolve("keys"));

        try (TransparencyLog log = TestLog.open(data)) {
            assertThat(log.ledger().size()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1284", "9280", "-5", "-256", "garbage", ""})
    void makesTheTilesAnewWhenItIsNotKnownHowFarTheyAreOnDisk(String synced) throws Exception {
        TestLog.make(data, 1_300);
        Files.writeString(data.resolve("ledger/tile/synced"), synced);

        try (TransparencyLog log = TestLog.open(data)) {
            TestLog.append(log, 1);
            assertThat(log.receipt(1_300)).isPresent();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path each : all(from)) {
            Files.copy(each, to.resolve(from.relativize(each)));
        }
    }

    private static void delete(Path directory) throws IOException {
        for (Path each : all(directory).reversed()) {
            Files.delete(each);
        }
    }

    private static List<Path> all(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.sorted(Comparator.naturalOrder()).toList();
        }
    }
}
