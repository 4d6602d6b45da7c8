// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import dev.chaperone.vocabulary.Digest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/// Destroys drawers: notes what is going to be destroyed, destroys the key, shows that it is gone,
/// removes the file. Each step may be done twice, so after a crash all are done again.
final class Eraser {
    private final Shelves shelves;
    private final Storage storage;
    private final Keyring keyring;
    private final Clock clock;

    Eraser(Shelves shelves, Storage storage, Keyring keyring, Clock clock) {
        this.shelves = shelves;
        this.storage = storage;
        this.keyring = keyring;
        this.clock = clock;
    }

    /// Finishes what a crash interrupted.
    void sweep() throws IOException {
        for (Generation generation : shelves.all()) {
            if (shelves.isErased(generation)) {
                finish(generation);
            }
        }
    }

    /// Destroys all generations of a drawer. It must not be open to be written.
    Erasure destroy(Drawer drawer) throws IOException {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<Tombstone> before = new ArrayList<>();
        List<Tombstone> now = new ArrayList<>();
        for (Generation generation : shelves.of(drawer)) {
            if (shelves.isErased(generation)) {
                before.add(Tombstone.read(generation, shelves.places()));
            } else {
                Tombstone note = describe(generation, at);
                note.write(shelves.places(), storage);
                now.add(note);
            }
            finish(generation);
        }
        if (!now.isEmpty() || before.isEmpty()) {
            return sum(drawer, at, now);
        }
        Instant last = before.stream().map(Tombstone::at).max(Comparator.naturalOrder()).get();
        return sum(drawer, last, before.stream().filter(each -> each.at().equals(last)).toList());
    }

    private void finish(Generation generation) throws IOException {
        keyring.destroy(generation);
        Path file = generation.file(shelves.places());
        if (Files.exists(file)) {
            storage.delete(file);
            storage.forceDirectory(Disk.parentOf(file));
        }
    }

    private Tombstone describe(Generation generation, Instant at) throws IOException {
        MessageDigest contents = Digest.sha256();
        long bodies = 0;
        if (shelves.hasFile(generation)) {
            Path path = generation.file(shelves.places());
            try (Storage.File file = storage.openToRead(path)) {
                FrameScan scan = new FrameScan(file, new FrameFormat(generation), file.size());
                FrameScan.Step step = scan.next();
                while (!(step instanceof FrameScan.End)) {
                    if (step instanceof FrameScan.Whole(Frame frame, String interaction)
                            && frame.isBody()) {
                        contents.update(line(frame, interaction));
                        bodies++;
                    }
                    step = scan.next();
                }
            }
        }
        return new Tombstone(generation, at, bodies, digest(contents));
    }

    private static byte[] line(Frame frame, String interaction) {
        String side = frame.kind() == Frame.Kind.PROMPT ? "prompt" : "answer";
        return (interaction + " " + side + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static Erasure sum(Drawer drawer, Instant at, List<Tombstone> notes) {
        long bodies = notes.stream().mapToLong(Tombstone::bodies).sum();
        if (notes.size() == 1) {
            return new Erasure(drawer, at, bodies, notes.getFirst().contents());
        }
        MessageDigest all = Digest.sha256();
        notes.forEach(note -> all.update(HexFormat.of().parseHex(note.contents().hex())));
        return new Erasure(drawer, at, bodies, digest(all));
    }

    private static Digest digest(MessageDigest sum) {
        return new Digest(HexFormat.of().formatHex(sum.digest()));
    }
}
