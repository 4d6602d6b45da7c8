// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.Ledgers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

class PeriodExportTest {
    private static final Instant DAY = Instant.parse("2026-11-24T00:00:00Z");

    @TempDir private Path directory;
    private Ledger ledger;

    @BeforeEach
    void open() throws IOException {
        ledger = Ledgers.open(directory);
    }

    @AfterEach
    void close() throws IOException {
        ledger.close();
    }

    @Test
    void findsAPeriodByTheTimesOfTheEntriesWhateverTheirOrder() throws Exception {
        for (int hour : new int[] {30, 3, 23, 0, 24, -1, 5}) {
            append(DAY.plusSeconds(3600L * hour));
        }

        PeriodExport export =
                PeriodExport.find(ledger, Samples.ORIGIN, DAY, DAY.plusSeconds(24 * 3600));

        assertThat(export.rows()).isEqualTo(4);
        assertThat(export.ledgerSize()).isEqualTo(7);
        assertThat(indices(export)).containsExactly(1L, 2L, 3L, 6L);
    }

    @Test
    void leavesNothingOutThatStatesNoTime() throws Exception {
        ledger.append("{\"type\":\"novelty\"}".getBytes(StandardCharsets.UTF_8)).get();
        ledger.append(new byte[] {1, 2}).get();

        assertThat(PeriodExport.find(ledger, Samples.ORIGIN, DAY, DAY.plusSeconds(1)).rows())
                .isEqualTo(2);
    }

    @Test
    void isAnEmptyFileWithItsHeaderWhenThereIsNothing() throws Exception {
        PeriodExport export = PeriodExport.find(ledger, Samples.ORIGIN, DAY, DAY.plusSeconds(1));

        assertThat(export.rows()).isZero();
        assertThat(write(export, "jsonl")).isEmpty();
        assertThat(write(export, "csv")).startsWith("index,uid,").endsWith("commit\r\n");
    }

    @Test
    void writesALineForEachRowInEveryFormat() throws Exception {
        for (int i = 0; i < 700; i++) {
            append(DAY.plusSeconds(i));
        }
        PeriodExport export = PeriodExport.find(ledger, Samples.ORIGIN, DAY, DAY.plusSeconds(600));

        for (String format : List.of("ocsf", "cef", "jsonl", "csv")) {
            long header = format.equals("csv") ? 1 : 0;
            assertThat(write(export, format).lines().count()).isEqualTo(600 + header);
        }
    }

    @Test
    void putsTheRequestToAnOutcomeEvenFromOutsideThePeriod() throws Exception {
        Event.Intent intent = Samples.intent(Event.Effect.ALLOWED);
        ledger.append(Leaves.write(intent)).get();
        ledger.append(Leaves.write(Samples.outcome(0))).get();

        PeriodExport export =
                PeriodExport.find(
                        ledger,
                        Samples.ORIGIN,
                        Samples.NOON.plusMillis(1),
                        Samples.NOON.plusSeconds(60));

        assertThat(write(export, "csv")).contains("outcome", Samples.ADA.value());
    }

    @Test
    void failsWhenTheLedgerHasLessThanWasCounted() throws Exception {
        for (int i = 0; i < 3; i++) {
            append(DAY.plusSeconds(i));
        }
        Forgetful forgetful = new Forgetful(ledger);
        PeriodExport export =
                PeriodExport.find(forgetful, Samples.ORIGIN, DAY, DAY.plusSeconds(60));
        forgetful.forgets = true;

        assertThatExceptionOfType(IncompleteExportException.class)
                .isThrownBy(() -> write(export, "jsonl"))
                .withMessage("The export has 1 of 3 rows");
    }

    private void append(Instant at) throws Exception {
        Event event =
                new Event.Administered("system", at, "policy.published", "x", new TreeMap<>());
        ledger.append(Leaves.write(event)).get();
    }

    private static List<Long> indices(PeriodExport export) throws IOException {
        return write(export, "jsonl")
                .lines()
                .map(line -> JsonTree.parse(line.getBytes(StandardCharsets.UTF_8)))
                .map(tree -> (Long) tree.at("index").value())
                .toList();
    }

    private static String write(PeriodExport export, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        export.write(Objects.requireNonNull(Format.named(format, Emails.NONE)), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /// A ledger that answers with less than it has.
    private static final class Forgetful implements Ledger {
        private final Ledger whole;
        private boolean forgets;

        Forgetful(Ledger whole) {
            this.whole = whole;
        }

        @Override
        public CompletableFuture<Long> append(byte[] entry) {
            return whole.append(entry);
        }

        @Override
        public CompletableFuture<Long> appendSoon(byte[] entry) {
            return whole.appendSoon(entry);
        }

        @Override
        public long size() {
            return whole.size();
        }

        @Override
        public List<byte[]> read(long from, int limit) throws IOException {
            return forgets ? from == 0 ? whole.read(from, 1) : List.of() : whole.read(from, limit);
        }

        @Override
        public State state() {
            return whole.state();
        }

        @Override
        public void close() throws IOException {
            whole.close();
        }
    }
}
