// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Bodies of prompts and answers, each part stored once, compressed and encrypted under the key of
/// its [Drawer]. [Cabinets] opens one.
///
/// Safe for use by many threads.
public interface Captures extends Closeable {
    /// Keeps a body. The future completes once it is on disk, on one of the store's own threads;
    /// exceptionally, within a bounded time even when the disk hangs, when that can not be
    /// promised: with a [CapturesUnavailableException]. Nothing is computed on the caller's thread.
    CompletableFuture<Void> keep(Capture capture);

    /// Opens what was kept.
    ///
    /// @return empty when nothing was kept, or its key was destroyed
    /// @throws IOException when what is on disk is damaged; the message names file and place
    Optional<Opened> open(Drawer drawer, String interaction, Side side) throws IOException;

    /// Whether a text that somebody brings is the body that was on the wire, or one of its pieces;
    /// at every level, so also where the text itself was not kept.
    ///
    /// @return empty when nothing was kept, or its key was destroyed
    /// @throws IOException when what is on disk is damaged; the message names file and place
    Optional<Boolean> recognises(Drawer drawer, String interaction, Side side, byte[] text)
            throws IOException;

    /// All drawers there are or were, by month, class and person.
    List<DrawerFacts> drawers() throws IOException;

    /// Destroys a drawer's key and then its file, for good: nobody can read it any more, whatever
    /// copies of the file there are. May be called again: the answer stays the same. What is kept
    /// in the same drawer afterwards gets a new key.
    ///
    /// @throws IOException when it is not done, or not known to be done; call it again
    Erasure destroy(Drawer drawer) throws IOException;

    /// Reads every drawer completely and names each damage. Takes as long as the disk needs;
    /// keeping goes on meanwhile.
    Check fsck() throws IOException;

    /// Why no bodies are taken now; empty when they are.
    Optional<String> trouble();

    /// What was kept since the store was opened.
    Totals totals();

    @Override
    void close() throws IOException;

    /// Sums of what was kept.
    ///
    /// @param bodies how many
    /// @param bytes that they have
    /// @param stored bytes that keeping them took on disk
    record Totals(long bodies, long bytes, long stored) {}
}
