// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/// A file of settings as it stood when it was looked at, or as it is to be.
final class FoundFile {
    static final String PRIVATE = "rw-------";
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final Path path;
    private final byte @Nullable [] bytes;
    private final String permissions;

    /// @param bytes null when there is no such file
    /// @param permissions as `rw-------`; those of a new file when there is none
    FoundFile(Path path, byte @Nullable [] bytes, String permissions) {
        this.path = path;
        this.bytes = bytes;
        this.permissions = permissions;
    }

    Path path() {
        return path;
    }

    byte @Nullable [] bytes() {
        return bytes;
    }

    String permissions() {
        return permissions;
    }

    /// Looks at a file that is to be changed, and refuses what no file of settings is.
    static FoundFile at(Path path) throws CommandFailure {
        try {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return new FoundFile(path, null, PRIVATE);
            }
            if (Files.isSymbolicLink(path)) {
                throw refused(
                        path,
                        "is a link to "
                                + Files.readSymbolicLink(path)
                                + ": what connect writes could end up in a repository of settings."
                                + " Make it a file of its own first");
            }
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw refused(path, "is no file");
            }
            if (Files.size(path) > MOST_BYTES) {
                throw refused(path, "is too large for settings");
            }
            String permissions = permissions(path);
            if (permissions.charAt(1) != 'w') {
                throw refused(path, "is read-only. If you may: chmod u+w " + Shell.word(path));
            }
            return new FoundFile(path, Files.readAllBytes(path), permissions);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, ReadFailure.sentence(path, e));
        }
    }

    private static String permissions(Path path) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class);
        return view == null
                ? PRIVATE
                : PosixFilePermissions.toString(view.readAttributes().permissions());
    }

    static CommandFailure refused(Path path, String why) {
        return new CommandFailure(ExitCode.BAD_INPUT, path + " " + why + ". Nothing was written.");
    }

    /// What it says; empty when there is none.
    String text() throws CommandFailure {
        if (bytes == null) {
            return "";
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw refused(path, "is not UTF-8 text");
        }
    }

    /// Where it is kept while it is changed.
    Path backup() {
        return backup(path);
    }

    static Path backup(Path path) {
        return path.resolveSibling(path.getFileName() + ".before-chaperone");
    }

    /// A digest of bytes; empty for none.
    static String digest(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "";
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /// Writes a file whole or not at all.
    static void write(Path path, byte[] bytes, String permissions) throws CommandFailure {
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder == null) {
                throw new IOException("no folder");
            }
            Files.createDirectories(folder);
            boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
            Set<PosixFilePermission> mode = PosixFilePermissions.fromString(permissions);
            FileAttribute<?>[] attributes =
                    posix
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString(PRIVATE))
                            }
                            : new FileAttribute<?>[0];
            Path fresh = Files.createTempFile(folder, ".chaperone", "", attributes);
            try {
                Files.write(fresh, bytes);
                if (posix) {
                    Files.setPosixFilePermissions(fresh, mode);
                }
                Files.move(
                        fresh,
                        path,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.CANNOT_REACH, path + " can not be written: " + e.getMessage());
        }
    }

    static void delete(Path path) throws CommandFailure {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.CANNOT_REACH, path + " can not be deleted: " + e.getMessage());
        }
    }
}
