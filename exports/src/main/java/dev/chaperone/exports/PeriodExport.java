// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import dev.chaperone.ledger.Ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// The entries of a period, found and counted, ready to be written: all of them or an exception.
///
/// The ledger orders by index, and clocks are not always right, so every entry that was there when
/// the search began is looked at. An entry that states no time is part of every period: leaving it
/// out could hide something.
public final class PeriodExport {
    private static final int BATCH = 256;

    private final Ledger ledger;
    private final String origin;
    private final Instant from;
    private final Instant to;
    private final Found found;

    private record Found(long rows, long first, long end, long size) {}

    private PeriodExport(Ledger ledger, String origin, Instant from, Instant to, Found found) {
        this.ledger = ledger;
        this.origin = origin;
        this.from = from;
        this.to = to;
        this.found = found;
    }

    /// Looks for the entries of a period.
    ///
    /// @param from the first moment
    /// @param to the moment after the last
    public static PeriodExport find(Ledger ledger, String origin, Instant from, Instant to)
            throws IOException {
        long size = ledger.size();
        long rows = 0;
        long first = size;
        long end = size;
        for (long index = ledger.first(); index < size; ) {
            List<byte[]> entries = ledger.read(index, (int) Math.min(BATCH, size - index));
            if (entries.isEmpty()) {
                throw new IncompleteExportException(index, size);
            }
            for (byte[] entry : entries) {
                if (isOf(entry, from, to)) {
                    first = rows == 0 ? index : first;
                    end = index + 1;
                    rows++;
                }
                index++;
            }
        }
        return new PeriodExport(ledger, origin, from, to, new Found(rows, first, end, size));
    }

    private static boolean isOf(byte[] entry, Instant from, Instant to) {
        Instant at = EntryTime.of(entry);
        return at == null || (!at.isBefore(from) && at.isBefore(to));
    }

    /// How many events the export has.
    public long rows() {
        return found.rows();
    }

    /// How many entries the ledger had when the period was looked for.
    public long ledgerSize() {
        return found.size();
    }

    /// Writes all events, a line each, behind the format's header where it has one.
    ///
    /// @throws IncompleteExportException when there are fewer or more than [#rows()]
    public void write(Format format, OutputStream out) throws IOException {
        byte[] lineEnd = format.lineEnd().getBytes(StandardCharsets.US_ASCII);
        byte[] header = format.header();
        if (header != null) {
            out.write(header);
            out.write(lineEnd);
        }
        Entries entries = new Entries(ledger, origin);
        long written = 0;
        for (long index = found.rows() == 0 ? found.end() : found.first(); index < found.end(); ) {
            int limit = (int) Math.min(BATCH, found.end() - index);
            List<byte[]> leaves = ledger.read(index, limit);
            if (leaves.isEmpty()) {
                break;
            }
            for (byte[] leaf : leaves) {
                if (isOf(leaf, from, to)) {
                    out.write(format.event(entries.of(index, leaf)));
                    out.write(lineEnd);
                    written++;
                }
                index++;
            }
        }
        if (written != found.rows()) {
            throw new IncompleteExportException(written, found.rows());
        }
    }
}
