// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import dev.chaperone.captures.Capture;
import dev.chaperone.captures.Captures;
import dev.chaperone.captures.Check;
import dev.chaperone.captures.Drawer;
import dev.chaperone.captures.DrawerFacts;
import dev.chaperone.captures.Erasure;
import dev.chaperone.captures.Opened;
import dev.chaperone.captures.Side;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A store of captures in memory that can be made to fail: its promises are those of the real one.
public final class FakeCaptures implements Captures {
    private final Clock clock;
    private final Map<Drawer, Map<String, Opened>> drawers = new HashMap<>();
    private final Map<Drawer, Erasure> erasures = new HashMap<>();
    private int dieAfter = Integer.MAX_VALUE;
    private boolean broken;

    FakeCaptures(Clock clock) {
        this.clock = clock;
    }

    /// The process ends, as far as its caller can tell.
    public static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed");
        }
    }

    /// Ends the process when so many more drawers are destroyed.
    public void dieAfter(int destroyed) {
        dieAfter = destroyed;
    }

    /// Whether the disk refuses to destroy.
    public void breakDisk(boolean now) {
        broken = now;
    }

    @Override
    public CompletableFuture<Void> keep(Capture capture) {
        byte[] body = capture.body().clone();
        capture.masked()
                .forEach(range -> {
                    for (int i = range.from(); i < range.to(); i++) {
                        body[i] = '*';
                    }
                });
        Opened opened =
                new Opened(
                        capture.level(),
                        capture.salt(),
                        body,
                        capture.length(),
                        capture.level() == CaptureLevel.FULL,
                        capture.pieces().stream()
                                .map(piece ->
                                        new Opened.Sum(piece.to() - piece.from(), piece.sha256()))
                                .toList());
        drawers.computeIfAbsent(capture.drawer(), _ -> new HashMap<>())
                .put(capture.interaction() + " " + capture.side(), opened);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Optional<Opened> open(Drawer drawer, String interaction, Side side) {
        return Optional.ofNullable(
                drawers.getOrDefault(drawer, Map.of()).get(interaction + " " + side));
    }

    /// Changes what is kept, as somebody at the disk could.
    public void tamper(Drawer drawer, String interaction, Side side) {
        open(drawer, interaction, side).orElseThrow().body()[0]++;
    }

    @Override
    public Optional<Boolean> recognises(Drawer drawer, String interaction, Side side, byte[] text) {
        return Optional.empty();
    }

    @Override
    public List<DrawerFacts> drawers() {
        List<DrawerFacts> all = new ArrayList<>();
        drawers.forEach((drawer, bodies) -> {
            Erasure erasure = erasures.get(drawer);
            long bytes = bodies.values().stream().mapToLong(body -> body.body().length).sum();
            Instant erased = erasure == null ? null : erasure.at();
            long gone = erasure == null ? 0 : erasure.bodies();
            all.add(new DrawerFacts(drawer, bytes, bodies.size(), null, null, erased, gone));
        });
        return all;
    }

    @Override
    public Erasure destroy(Drawer drawer) throws IOException {
        if (broken) {
            throw new IOException("the disk does not answer");
        }
        Map<String, Opened> bodies = drawers.computeIfAbsent(drawer, _ -> new HashMap<>());
        if (!bodies.isEmpty() || !erasures.containsKey(drawer)) {
            if (dieAfter-- == 0) {
                throw new Killed();
            }
            Digest contents = Digest.of(String.join("\n", bodies.keySet()));
            erasures.put(drawer, new Erasure(drawer, clock.instant(), bodies.size(), contents));
            bodies.clear();
        }
        return Optional.ofNullable(erasures.get(drawer)).orElseThrow();
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
    public void close() {}
}
