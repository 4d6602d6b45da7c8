// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads everything that is kept and compares it with what it says of itself.
final class Fsck {
    private final Shelves shelves;
    private final Storage storage;
    private final Keyring keyring;
    private final OpenDrawers open;
    private final List<Check.Damage> damages = new ArrayList<>();
    private final List<Check.Damage> unfinished = new ArrayList<>();
    private long drawers;
    private long bodies;

    Fsck(Shelves shelves, Storage storage, Keyring keyring, OpenDrawers open) {
        this.shelves = shelves;
        this.storage = storage;
        this.keyring = keyring;
        this.open = open;
    }

    Check run() throws IOException {
        for (Generation generation : shelves.all()) {
            try {
                check(generation);
            } catch (NoSuchFileException e) {
                // It may have been destroyed since it was listed.
                if (!shelves.isErased(generation)) {
                    throw e;
                }
            }
        }
        return new Check(drawers, bodies, damages, unfinished);
    }

    private void check(Generation generation) throws IOException {
        if (shelves.isErased(generation)) {
            checkErased(generation);
        } else if (shelves.hasFile(generation)) {
            drawers++;
            checkDrawer(generation);
        } else {
            unfinished.add(
                    new Check.Damage(
                            generation.key(shelves.places()),
                            0,
                            null,
                            "this key has no drawer: its file was removed, or never begun before a crash"));
        }
    }

    private void checkErased(Generation generation) throws IOException {
        Path note = generation.tombstone(shelves.places());
        try {
            Tombstone.read(generation, shelves.places());
        } catch (DamagedException e) {
            damages.add(new Check.Damage(note, e.offset(), null, e.what()));
        }
        Path key = generation.key(shelves.places());
        if (Files.exists(key)) {
            damages.add(new Check.Damage(key, 0, null, "the key of an erased drawer is there"));
        }
    }

    private void checkDrawer(Generation generation) throws IOException {
        Path path = generation.file(shelves.places());
        Sealing sealing;
        try {
            sealing = keyring.load(generation);
        } catch (DamagedException e) {
            if (!shelves.isErased(generation)) {
                Path key = generation.key(shelves.places());
                damages.add(new Check.Damage(key, 0, null, e.what()));
                nameAll(generation, path, key);
            }
            return;
        }
        try (DrawerFile drawer =
                new DrawerFile(path, storage.openToRead(path), generation, sealing)) {
            long size = drawer.file().size();
            DrawerCheck check = new DrawerCheck(drawer, open.durable(path, size));
            check.run();
            bodies += check.sound();
            damages.addAll(check.damages());
            Check.Damage torn = check.unfinished();
            if (torn != null) {
                unfinished.add(torn);
            }
        }
    }

    /// Without the key nothing can be checked, but what is lost has names.
    private void nameAll(Generation generation, Path path, Path key) throws IOException {
        try (Storage.File file = storage.openToRead(path)) {
            FrameScan scan = new FrameScan(file, new FrameFormat(generation), file.size());
            FrameScan.Step step = scan.next();
            while (!(step instanceof FrameScan.End)) {
                String interaction = nameOf(step);
                if (interaction != null) {
                    damages.add(
                            new Check.Damage(key, 0, interaction, "its body can not be decrypted"));
                }
                step = scan.next();
            }
        }
    }

    private static @Nullable String nameOf(FrameScan.Step step) {
        return switch (step) {
            case FrameScan.Whole(Frame frame, String name) -> frame.isBody() ? name : null;
            case FrameScan.Broken(_, _, String name) -> name;
            case FrameScan.End _ -> null;
        };
    }
}
