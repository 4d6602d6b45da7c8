// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.captures.Capture;
import dev.chaperone.captures.Captures;
import dev.chaperone.captures.Drawer;
import dev.chaperone.captures.Opened;
import dev.chaperone.captures.Side;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A store of captures that takes nothing: where a policy wants prompts kept, none is sent.
final class NoCaptures implements Captures {
    @Override
    public CompletableFuture<Void> keep(Capture capture) {
        return CompletableFuture.failedFuture(
                new IOException("This instance has no store for what prompts and answers say"));
    }

    @Override
    public Optional<Opened> open(Drawer drawer, String interaction, Side side) {
        return Optional.empty();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
