// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import dev.chaperone.detection.Finding;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// Reads texts of any length piece by piece. The pieces overlap by more than the longest secret, so
/// that a cut hides nothing: what lies in the first half of an overlap counts for the piece before,
/// what lies in the second half for the piece behind.
final class Reading {
    private static final int PIECE = 2 << 20;
    private static final int MARGIN = 64 << 10;

    /// Where git looks for the byte that no text has.
    private static final int BEGINNING = 8_000;

    private final byte[] bytes = new byte[PIECE];
    private final Engine engine;
    private final Tally tally;
    private final Taker taker;

    /// Gets what was found.
    interface Taker {
        void take(Hit hit) throws SweepException;
    }

    Reading(Engine engine, Tally tally, Taker taker) {
        this.engine = engine;
        this.tally = tally;
        this.taker = taker;
    }

    /// Reads it to its end, unless it is no text.
    void read(Content content, InputStream from) throws IOException, SweepException {
        InputStream in = Utf16.asUtf8(from);
        int filled = in.readNBytes(bytes, 0, PIECE);
        if (isBinary(filled)) {
            tally.binary();
            return;
        }
        tally.text();
        tally.bytes(filled);
        Cursor cursor = new Cursor();
        long base = 0;
        long seen = 0;
        while (filled == PIECE) {
            int edge = filled - MARGIN;
            seen = report(content, filled, edge, base, seen, cursor);
            int moved = edge - MARGIN;
            cursor.moveTo(base + moved, bytes, base);
            System.arraycopy(bytes, moved, bytes, 0, filled - moved);
            base += moved;
            int more = in.readNBytes(bytes, filled - moved, moved);
            tally.bytes(more);
            filled = filled - moved + more;
        }
        report(content, filled, filled, base, seen, cursor);
    }

    private boolean isBinary(int filled) {
        for (int i = 0; i < Math.min(filled, BEGINNING); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /// Hands on what begins before `edge` and not before `seen`; tells up to where that is seen.
    private long report(Content content, int filled, int edge, long base, long seen, Cursor cursor)
            throws SweepException {
        Piece piece = new Piece(content, bytes, filled);
        List<Finding> findings = engine.scan(piece);
        long done = seen;
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            if (finding.start() < edge && base + finding.start() >= done) {
                done = base + finding.end();
                taker.take(hit(piece, findings, i, base, cursor));
            }
        }
        return Math.max(done, base + edge);
    }

    private Hit hit(Piece piece, List<Finding> all, int index, long base, Cursor cursor) {
        Finding finding = all.get(index);
        int start = finding.start();
        int end = finding.end();
        return new Hit(
                piece.content(),
                engine.describe(finding),
                finding.confidence(),
                span(start, end, base, cursor),
                Mask.of(bytes, start, end, finding.confidence()),
                Fingerprint.of(piece.content().name(), bytes, all, index),
                Remarks.allow(bytes, piece.length(), start, end));
    }

    private Span span(int start, int end, long base, Cursor cursor) {
        cursor.moveTo(base + start, bytes, base);
        long line = cursor.line();
        long column = cursor.column();
        cursor.moveTo(base + end, bytes, base);
        return new Span(base + start, base + end, line, column, cursor.line(), cursor.column());
    }
}
