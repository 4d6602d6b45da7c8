// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Bodies of prompts and answers, each part stored once, compressed and encrypted under the key of
/// its [Drawer].
///
/// Safe for use by many threads.
public interface Captures extends Closeable {
    /// Keeps a body. The future completes once it is on disk, on one of the store's own threads;
    /// exceptionally, within a bounded time even when the disk hangs, when that can not be
    /// promised.
    CompletableFuture<Void> keep(Capture capture);

    /// Opens what was kept.
    ///
    /// @return empty when nothing was kept, or its key was destroyed
    /// @throws IOException when what is on disk is damaged; the message names file and place
    Optional<Opened> open(Drawer drawer, String interaction, Side side) throws IOException;

    @Override
    void close() throws IOException;
}
