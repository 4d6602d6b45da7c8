// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.LogKeys;
import dev.chaperone.ledger.TransparencyLog;
import dev.chaperone.workspace.Journal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// What is kept, for how long, and what is left of the rest.
@Timeout(60)
class RetentionTest {
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final Duration KEEP = Duration.ofDays(400);
    private static final int ENTRIES = 2_000;

    @TempDir private Path data;

    @Test
    void letsGoOnlyWhatIsOlderAndRecordsIt() throws Exception {
        fill();
        // One entry a day: the first 1,000 days are over for entries that are kept 400 days.
        Clock clock = Clock.fixed(START.plus(Duration.ofDays(1_400)), ZoneOffset.UTC);
        try (TransparencyLog log = open()) {
            Retention retention = retention(log, clock, KEEP);

            assertThat(retention.prune()).isEqualTo(768);

            assertThat(log.minimum()).isEqualTo(768);
            byte[] last = log.ledger().read(log.ledger().size() - 1, 1).getFirst();
            assertThat(Leaves.read(last))
                    .isInstanceOfSatisfying(
                            Event.Administered.class,
                            event -> {
                                assertThat(event.action()).isEqualTo("ledger.pruned");
                                assertThat(event.details())
                                        .containsEntry("from", "0")
                                        .containsEntry("to", "768")
                                        .containsEntry("count", "768");
                            });
            assertThat(Files.exists(data.resolve("ledger/tile/entries/002"))).isFalse();
            assertThat(Files.exists(data.resolve("ledger/tile/entries/003"))).isTrue();
            assertThat(Files.exists(data.resolve("ledger/tile/0/002"))).isTrue();
            assertThat(retention.prune()).isZero();
        }
    }

    @Test
    void keepsEverythingForEverWhenNothingElseIsSaid() throws Exception {
        fill();
        Clock clock = Clock.fixed(START.plus(Duration.ofDays(9_999)), ZoneOffset.UTC);
        try (TransparencyLog log = open()) {
            assertThat(retention(log, clock, null).prune()).isZero();
            assertThat(log.ledger().size()).isEqualTo(ENTRIES);
        }
    }

    @Test
    void keepsNothingShorterThanAnAuditLooksBack() throws Exception {
        try (TransparencyLog log = open()) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> retention(log, Clock.systemUTC(), Duration.ofDays(30)))
                    .withMessageContaining("400 days");
        }
    }

    private static Retention retention(TransparencyLog log, Clock clock, @Nullable Duration keep) {
        return new Retention(log, new Journal(log.ledger(), clock), clock, keep);
    }

    private TransparencyLog open() throws IOException {
        Path ledger = data.resolve("ledger");
        LogKeys keys = LogKeys.open(data.resolve("keys"), ledger, null);
        return TransparencyLog.open(ledger, keys, Clock.systemUTC(), List.of());
    }

    private void fill() throws Exception {
        try (TransparencyLog log = open()) {
            CompletableFuture.allOf(
                            IntStream.range(0, ENTRIES)
                                    .mapToObj(day -> log.ledger().append(entry(day)))
                                    .toArray(CompletableFuture[]::new))
                    .get();
        }
    }

    private static byte[] entry(int day) {
        return Leaves.write(
                new Event.Administered(
                        "system",
                        START.plus(Duration.ofDays(day)),
                        "test.happened",
                        "day-" + day,
                        new TreeMap<>()));
    }
}
