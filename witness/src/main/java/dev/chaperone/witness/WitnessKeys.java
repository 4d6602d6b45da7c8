// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.tlog.KeyType;
import dev.chaperone.tlog.MalformedException;
import dev.chaperone.tlog.Note;
import dev.chaperone.tlog.SigningKey;
import dev.chaperone.tlog.VerifierKey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// The two keys of a witness: one that today's clients know, and one that is safe from quantum
/// computers. They have the same name.
record WitnessKeys(SigningKey ed25519, SigningKey mlDsa) {
    private static final String ED25519 = "witness-ed25519";
    private static final String ML_DSA = "witness-ml-dsa-44";

    /// Whether both are there. One alone is left of a first start that was interrupted.
    static boolean exist(Path directory) {
        return Files.exists(directory.resolve(ED25519)) && Files.exists(directory.resolve(ML_DSA));
    }

    static WitnessKeys create(Path directory, DurableFiles files, String name, SecureRandom random)
            throws IOException {
        SigningKey ed25519 = SigningKey.generate(KeyType.ED25519_COSIGNATURE, name, random);
        SigningKey mlDsa = SigningKey.generate(KeyType.ML_DSA_44, name, random);
        files.replace(directory.resolve(ML_DSA), (mlDsa.format() + "\n").getBytes(UTF_8));
        files.replace(directory.resolve(ED25519), (ed25519.format() + "\n").getBytes(UTF_8));
        return new WitnessKeys(ed25519, mlDsa);
    }

    static WitnessKeys read(Path directory) throws IOException {
        SigningKey ed25519 = read(directory.resolve(ED25519), KeyType.ED25519_COSIGNATURE);
        SigningKey mlDsa = read(directory.resolve(ML_DSA), KeyType.ML_DSA_44);
        if (!ed25519.verifier().name().equals(mlDsa.verifier().name())) {
            throw new DamagedStateException(directory, "the two keys in it have different names");
        }
        return new WitnessKeys(ed25519, mlDsa);
    }

    private static SigningKey read(Path file, KeyType type) throws IOException {
        if (!Files.exists(file)) {
            throw new DamagedStateException(
                    file,
                    "this key is missing. Bring it back from a backup; a witness with new keys starts"
                            + " in an empty directory");
        }
        requireOwnerOnly(file);
        try {
            SigningKey key = SigningKey.parse(Files.readString(file, UTF_8).strip());
            if (key.verifier().type() != type) {
                throw new DamagedStateException(file, "this is a key of another type");
            }
            return key;
        } catch (MalformedException e) {
            throw new DamagedStateException(file, "not a key: " + e.getMessage());
        }
    }

    private static void requireOwnerOnly(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        Set<PosixFilePermission> owner =
                Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if (!owner.containsAll(permissions)) {
            throw new DamagedStateException(
                    file, "others can read this key. If nobody did: chmod 600 " + file);
        }
    }

    String name() {
        return ed25519.verifier().name();
    }

    List<VerifierKey> verifiers() {
        return List.of(ed25519.verifier(), mlDsa.verifier());
    }

    List<Note.Signature> cosign(String checkpoint, Instant at) {
        return List.of(ed25519.sign(checkpoint, at), mlDsa.sign(checkpoint, at));
    }
}
