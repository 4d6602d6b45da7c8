// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.captures.Capture;
import dev.chaperone.captures.Captures;
import dev.chaperone.captures.Check;
import dev.chaperone.captures.Drawer;
import dev.chaperone.captures.DrawerFacts;
import dev.chaperone.captures.Erasure;
import dev.chaperone.captures.Opened;
import dev.chaperone.captures.Side;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A store of captures in memory that can be told to refuse, or to take its time.
final class FakeCaptures implements Captures {
    private final List<Capture> kept = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private boolean broken;
    private boolean holding;

    @Override
    public synchronized CompletableFuture<Void> keep(Capture capture) {
        if (broken) {
            return CompletableFuture.failedFuture(new IOException("the disk is full"));
        }
        kept.add(capture);
        notifyAll();
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (holding) {
            held.add(() -> done.complete(null));
        } else {
            done.complete(null);
        }
        return done;
    }

    /// Refuses from now on, or no more.
    synchronized void fail(boolean nowBroken) {
        broken = nowBroken;
    }

    /// Lets those who keep wait until [#release()].
    synchronized void hold() {
        holding = true;
    }

    synchronized void release() {
        holding = false;
        held.forEach(Runnable::run);
        held.clear();
    }

    /// What was kept once it is so much.
    synchronized List<Capture> await(int count) throws InterruptedException {
        while (kept.size() < count) {
            wait();
        }
        return List.copyOf(kept);
    }

    synchronized List<Capture> kept() {
        return List.copyOf(kept);
    }

    /// The body with `*` where it is masked, as a store writes it.
    static String masked(Capture capture) {
        byte[] body = capture.body().clone();
        for (Capture.Masked range : capture.masked()) {
            Arrays.fill(body, range.from(), range.to(), (byte) '*');
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public Optional<Opened> open(Drawer drawer, String interaction, Side side) {
        return Optional.empty();
    }

    @Override
    public Optional<Boolean> recognises(Drawer drawer, String interaction, Side side, byte[] text) {
        return Optional.empty();
    }

    @Override
    public List<DrawerFacts> drawers() {
        return List.of();
    }

    @Override
    public Erasure destroy(Drawer drawer) throws IOException {
        throw new IOException("the gateway destroys nothing");
    }

    @Override
    public Check fsck() {
        return new Check(0, 0, List.of(), List.of());
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    public Totals totals() {
        return new Totals(0, 0, 0);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
