// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.tlog.KeyType;
import dev.chaperone.tlog.MalformedException;
import dev.chaperone.tlog.SigningKey;
import dev.chaperone.tlog.VerifierKey;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What the log signs its checkpoints with: an Ed25519 key for today's clients and an ML-DSA-44 key
/// that a quantum computer does not break. Both carry the log's name, its origin.
public final class LogKeys {
    private static final String ED25519 = "ledger-ed25519";
    private static final String ML_DSA = "ledger-ml-dsa-44";
    private static final String SIGNED = "ledger-signed";
    private static final Set<PosixFilePermission> OWNER =
            Set.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private final SigningKey ed25519;
    private final SigningKey mlDsa;
    private final Path signed;

    private LogKeys(Path directory, SigningKey ed25519, SigningKey mlDsa) {
        this.signed = directory.resolve(SIGNED);
        this.ed25519 = ed25519;
        this.mlDsa = mlDsa;
    }

    /// Reads the keys of a log, or makes them for one that has signed nothing yet.
    ///
    /// @param keys the directory they are kept in
    /// @param ledger the log's directory
    /// @param origin the log's name; null for the one the keys have, or a random one
    /// @throws IOException when a key is missing, damaged or readable by others; the message says
    ///   what to do
    public static LogKeys open(Path keys, Path ledger, @Nullable String origin) throws IOException {
        Path first = keys.resolve(ED25519);
        Path second = keys.resolve(ML_DSA);
        boolean signed = Files.exists(ledger.resolve(CheckpointFiles.NEWEST));
        if (signed || Files.exists(first) || Files.exists(second)) {
            return new LogKeys(keys, read(first), read(second)).named(origin);
        }
        String name = origin == null ? "chaperone.local/" + random() : origin;
        SegmentWriter.createDirectory(keys);
        SecureRandom random = new SecureRandom();
        SigningKey ed25519 = SigningKey.generate(KeyType.ED25519, name, random);
        SigningKey mlDsa = SigningKey.generate(KeyType.ML_DSA_44, name, random);
        // The first one last: a crash in between leaves the log without keys and without a
        // signature.
        DurableFile.replace(second, mlDsa.format() + "\n");
        DurableFile.replace(first, ed25519.format() + "\n");
        return new LogKeys(keys, ed25519, mlDsa);
    }

    private static SigningKey read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(
                    "The ledger's key "
                            + file
                            + " is missing. Restore it from a backup: without it the ledger can be"
                            + " verified, but not go on. To begin a new ledger, move the ledger's"
                            + " directory and its keys away together");
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER.containsAll(permissions)) {
            throw new IOException(
                    "The ledger's key "
                            + file
                            + " can be read by others on this machine. If nobody did, close it:"
                            + " chmod 600 "
                            + file);
        }
        try {
            return SigningKey.parse(Files.readString(file).strip());
        } catch (MalformedException e) {
            throw new IOException(
                    "The ledger's key " + file + " is damaged. Restore it from a backup", e);
        }
    }

    private LogKeys named(@Nullable String origin) throws IOException {
        String name = origin();
        if (!mlDsa.verifier().name().equals(name)) {
            throw new IOException(
                    "The ledger's two keys are of different logs: "
                            + name
                            + " and "
                            + mlDsa.verifier().name()
                            + ". Restore both from one backup");
        }
        if (origin != null && !origin.equals(name)) {
            throw new IOException(
                    "The ledger is named "
                            + name
                            + " and can not be renamed to "
                            + origin
                            + ": others know it by its name. Set ledger.origin back");
        }
        return this;
    }

    private static String random() {
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// The log's name.
    public String origin() {
        return ed25519.verifier().name();
    }

    /// What others check the log's signatures with, Ed25519 first.
    public List<VerifierKey> verifiers() {
        return List.of(ed25519.verifier(), mlDsa.verifier());
    }

    /// The same as text, one to a line.
    public String vkeys() {
        return verifiers().stream()
                .map(VerifierKey::vkey)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /// The file beside the keys with a checkpoint that they have signed, at most some seconds old:
    /// a log's directory that was lost, or that an old copy took the place of, is noticed by it.
    Path signed() {
        return signed;
    }

    SigningKey ed25519() {
        return ed25519;
    }

    SigningKey mlDsa() {
        return mlDsa;
    }

    @Override
    public String toString() {
        return "LogKeys[" + origin() + "]";
    }
}
