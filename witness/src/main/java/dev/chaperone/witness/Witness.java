// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.tlog.MalformedException;
import dev.chaperone.tlog.Note;
import dev.chaperone.tlog.VerifierKey;
import dev.chaperone.witness.Answer.Why;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A witness: cosigns the checkpoints of the logs it knows, and of each log only ones that grew out
/// of the last (C2SP tlog-witness). What it cosigned is on disk before it answers.
public final class Witness implements Closeable {
    private static final String LOCK = "lock";
    private static final String CHECKPOINT = ".checkpoint";
    private static final int NAME_BYTES = 8;

    private final WitnessKeys keys;
    private final FileChannel lock;
    // By origin, and by the name under which the newest checkpoint is served.
    private final Map<String, WitnessedLog> byOrigin = new HashMap<>();
    private final Map<String, WitnessedLog> byHash = new HashMap<>();

    private Witness(WitnessKeys keys, FileChannel lock) {
        this.keys = keys;
        this.lock = lock;
    }

    /// Opens the directory of a witness, and makes keys when it is empty.
    ///
    /// @param name for new keys, or what the keys there must have; empty for any
    /// @param logs the keys of the logs to witness, each with the origin as its name
    public static Witness open(
            Path directory, Optional<String> name, Collection<VerifierKey> logs, Clock clock)
            throws IOException {
        return open(directory, name, logs, clock, DurableFiles.onDisk());
    }

    static Witness open(
            Path directory,
            Optional<String> name,
            Collection<VerifierKey> logs,
            Clock clock,
            DurableFiles files)
            throws IOException {
        Files.createDirectories(directory, DurableFiles.ownerOnly(directory, "rwx------"));
        FileChannel lock = lock(directory);
        boolean opened = false;
        try {
            Witness witness = new Witness(keys(directory, name, files), lock);
            Map<String, List<VerifierKey>> keysByOrigin = new HashMap<>();
            for (VerifierKey log : Set.copyOf(logs)) {
                keysByOrigin.computeIfAbsent(log.name(), _ -> new ArrayList<>()).add(log);
            }
            for (var log : keysByOrigin.entrySet()) {
                witness.add(directory, log.getKey(), log.getValue(), files, clock);
            }
            opened = true;
            return witness;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        Path file = directory.resolve(LOCK);
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        DurableFiles.ownerOnly(file, "rw-------"));
        boolean locked = false;
        try {
            FileLock held = channel.tryLock();
            locked = held != null;
        } catch (OverlappingFileLockException e) {
            throw new IOException("Another witness of this process uses " + directory, e);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new IOException("Another process uses " + directory + ". Stop it first");
        }
        return channel;
    }

    private static WitnessKeys keys(Path directory, Optional<String> name, DurableFiles files)
            throws IOException {
        if (!WitnessKeys.exist(directory) && !hasCosigned(directory)) {
            SecureRandom random = new SecureRandom();
            return WitnessKeys.create(
                    directory, files, name.orElseGet(() -> newName(random)), random);
        }
        WitnessKeys keys = WitnessKeys.read(directory);
        if (name.isPresent() && !name.get().equals(keys.name())) {
            throw new IOException(
                    "The keys in %s are of %s, not of %s"
                            .formatted(directory, keys.name(), name.get()));
        }
        return keys;
    }

    private static String newName(SecureRandom random) {
        byte[] bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        return "witness.chaperone.local/" + HexFormat.of().formatHex(bytes);
    }

    /// Whether the witness ran before, so that its keys must be there.
    private static boolean hasCosigned(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.anyMatch(file -> file.toString().endsWith(CHECKPOINT));
        }
    }

    private void add(
            Path directory,
            String origin,
            List<VerifierKey> logKeys,
            DurableFiles files,
            Clock clock)
            throws IOException {
        String hash = hash(origin);
        Path file = directory.resolve(hash + CHECKPOINT);
        WitnessedLog log = new WitnessedLog(origin, logKeys, keys, file, files, clock);
        log.load();
        byOrigin.put(origin, log);
        byHash.put(hash, log);
    }

    /// How a log is named where its newest checkpoint is served: the hexadecimal SHA-256 of its
    /// origin.
    static String hash(String origin) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(origin.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    public String name() {
        return keys.name();
    }

    /// The keys that verify its cosignatures.
    public List<VerifierKey> verifiers() {
        return keys.verifiers();
    }

    /// The newest checkpoint that it cosigned of each log it knows.
    public Map<String, Optional<Note>> latest() {
        Map<String, Optional<Note>> latest = new HashMap<>();
        byOrigin.forEach((origin, log) -> latest.put(origin, log.latest()));
        return latest;
    }

    Optional<Note> latest(String originHash) {
        return Optional.ofNullable(byHash.get(originHash)).flatMap(WitnessedLog::latest);
    }

    Answer add(byte[] body) throws IOException {
        try {
            Submission submission = Submission.parse(body);
            String origin = submission.note().text().lines().findFirst().orElse("");
            WitnessedLog log = byOrigin.get(origin);
            return log == null
                    ? new Answer.Refused(Why.UNKNOWN_LOG, "This witness does not know the log")
                    : log.add(submission);
        } catch (MalformedException e) {
            return Answer.Refused.because(Why.MALFORMED, e);
        }
    }

    /// Lets another process have the directory.
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
