// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.tlog.Hash;
import dev.chaperone.tlog.Merkle;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/// An entry that waits for the disk, and the promise to whoever appended it.
///
/// It is its own link in the queue and knows the sums of all that wait before it, so that one
/// compare-and-set queues it, counts it and bounds the queue.
final class Waiting extends CompletableFuture<Long> {
    private static final byte[] WRITTEN = {};

    private byte[] entry;
    private final Hash hash;
    private int urgent;
    private int count;
    private long bytes;
    private @Nullable Waiting before;

    /// Hashes the entry here, on the thread of whoever appends: there are more of these than
    /// threads behind the queue.
    Waiting(byte[] entry) {
        this.entry = entry;
        this.hash = Merkle.leaf(entry);
    }

    void queueBehind(@Nullable Waiting last, boolean itselfUrgent) {
        before = last;
        urgent = (itselfUrgent ? 1 : 0) + (last == null ? 0 : last.urgent);
        count = 1 + (last == null ? 0 : last.count);
        bytes = entry.length + (last == null ? 0 : last.bytes);
    }

    byte[] entry() {
        return entry;
    }

    /// The entry's hash in the tree.
    Hash hash() {
        return hash;
    }

    /// For how many entries up to this one somebody waits.
    int urgent() {
        return urgent;
    }

    /// Entries up to this one.
    int count() {
        return count;
    }

    /// Bytes up to this one.
    long bytes() {
        return bytes;
    }

    /// All up to this one, oldest first; the links are cut.
    Waiting[] unlink() {
        Waiting[] all = new Waiting[count];
        Waiting each = this;
        for (int i = all.length - 1; i >= 0 && each != null; i--) {
            all[i] = each;
            Waiting next = each.before;
            each.before = null;
            each = next;
        }
        return all;
    }

    /// The entry is on disk. Its bytes are let go: the promise may live long.
    void written(long index) {
        entry = WRITTEN;
        complete(index);
    }
}
