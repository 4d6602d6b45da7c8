// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

import javax.crypto.AEADBadTagException;

/// The keys of drawers, each in a file of its own, wrapped by the [MasterKey].
final class Keyring {
    /// Keys that are tried at the start: some of them may be damaged.
    private static final int SAMPLES = 8;

    private final Places places;
    private final Storage storage;
    private final MasterKey master;
    private final SecureRandom random = new SecureRandom();

    private Keyring(Places places, Storage storage, MasterKey master) {
        this.places = places;
        this.storage = storage;
        this.master = master;
    }

    /// Reads the master key, and makes sure that it is the one that the drawers' keys need.
    static Keyring open(Shelves shelves, Storage storage) throws IOException {
        List<Generation> live =
                shelves.all().stream().filter(each -> !shelves.isErased(each)).toList();
        Places places = shelves.places();
        MasterKey master = MasterKey.open(places.master(), !live.isEmpty(), storage);
        Keyring keyring = new Keyring(places, storage, master);
        IOException failure = null;
        for (Generation each : live.subList(0, Math.min(SAMPLES, live.size()))) {
            try {
                keyring.load(each);
                return keyring;
            } catch (DamagedException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw new IOException(
                    "The master key of the captures, %s, does not open the keys of drawers. Put the right one back from your backup"
                            .formatted(places.master()),
                    failure);
        }
        return keyring;
    }

    /// Makes the key of a new generation, durable before anything is encrypted under it.
    Sealing create(Generation generation) throws IOException {
        byte[] key = new byte[Sealing.KEY_BYTES];
        random.nextBytes(key);
        storage.publish(generation.key(places), master.wrap(generation, key));
        return sealing(generation, key);
    }

    /// @throws DamagedException when the key is not there or not what it was
    Sealing load(Generation generation) throws IOException {
        Path path = generation.key(places);
        if (!Files.exists(path)) {
            throw new DamagedException(
                    path, 0, "the key of a drawer is missing; put it back from a backup");
        }
        try (Storage.File file = storage.openToRead(path)) {
            int length = (int) Math.min(file.size(), MasterKey.WRAPPED_BYTES + 1L);
            return sealing(generation, master.unwrap(generation, file.read(0, length)));
        } catch (AEADBadTagException e) {
            throw (IOException)
                    new DamagedException(
                                    path,
                                    0,
                                    "the key of a drawer is not valid, or was wrapped by another master key")
                            .initCause(e);
        }
    }

    private static Sealing sealing(Generation generation, byte[] key) {
        Sealing sealing = new Sealing(generation, key);
        Arrays.fill(key, (byte) 0);
        return sealing;
    }

    /// Overwrites a key, shows that what is on disk opens nothing any more, and removes it. May be
    /// called again.
    void destroy(Generation generation) throws IOException {
        Path path = generation.key(places);
        if (Files.exists(path)) {
            overwrite(path);
            if (opens(generation, path)) {
                throw new IOException("The key in %s is still valid".formatted(path));
            }
            storage.delete(path);
            storage.forceDirectory(Disk.parentOf(path));
        }
        // A draft is left only by a crash before the key was ever used.
        storage.delete(path.resolveSibling(path.getFileName() + ".new"));
        if (Files.exists(path)) {
            throw new IOException("The key in %s is still there".formatted(path));
        }
    }

    private void overwrite(Path path) throws IOException {
        try (Storage.File file = storage.open(path)) {
            byte[] noise = new byte[MasterKey.WRAPPED_BYTES];
            random.nextBytes(noise);
            file.write(ByteBuffer.wrap(noise), 0);
            file.force();
        }
    }

    private boolean opens(Generation generation, Path path) throws IOException {
        try (Storage.File file = storage.openToRead(path)) {
            byte[] left = file.read(0, (int) Math.min(file.size(), MasterKey.WRAPPED_BYTES));
            Arrays.fill(master.unwrap(generation, left), (byte) 0);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        }
    }
}
