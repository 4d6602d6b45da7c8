// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// `body FILE`: checks that a body that was revealed is the one that an entry commits to.
final class BodyCommand {
    private static final byte[] DOMAIN = "chaperone/commit/v1".getBytes(StandardCharsets.US_ASCII);
    private static final int SALT_BYTES = 32;
    private static final int CHUNK = 64 * 1024;
    private static final String ALGORITHM = "sha256:";
    private static final List<String> LIMITS =
            List.of(
                    "that the commitment stands in the log: 'receipt' checks the entry that has it",
                    "who wrote the body");

    private BodyCommand() {}

    static Report run(List<String> words) throws UsageException, IOException {
        Arguments arguments =
                Arguments.parse(
                        words, Set.of("--commitment", "--salt", "--pieces"), Set.of("--json"));
        String name = arguments.exactly(1, "give one file").getFirst();
        String commitment = arguments.needed("--commitment");
        if (!commitment.startsWith(ALGORITHM)) {
            throw new UsageException("--commitment starts with " + ALGORITHM);
        }
        Hash wanted = Hash.at(bytes("--commitment", commitment.substring(ALGORITHM.length())), 0);
        byte[] salt = bytes("--salt", arguments.needed("--salt"));
        List<Long> pieces = pieces(arguments.one("--pieces"));
        Report report = new Report("Body " + name, LIMITS);
        report.add(check(name, wanted, salt, pieces));
        return report;
    }

    private static byte[] bytes(String option, String hex) throws UsageException {
        try {
            byte[] bytes = HexFormat.of().parseHex(hex);
            if (bytes.length == SALT_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + " is not hexadecimal");
        }
        throw new UsageException(option + " has 32 bytes, which are 64 hexadecimal digits");
    }

    private static @Nullable List<Long> pieces(@Nullable String written) throws UsageException {
        if (written == null) {
            return null;
        }
        List<Long> pieces = new ArrayList<>();
        try {
            for (String each : written.split(",", -1)) {
                long length = Decimal.parse(each.strip());
                if (length < 0) {
                    throw new MalformedException("a length above 63 bits");
                }
                pieces.add(length);
            }
        } catch (MalformedException e) {
            throw new UsageException("--pieces are lengths with commas between: " + e.fact());
        }
        return pieces;
    }

    private static Check check(String name, Hash wanted, byte[] salt, @Nullable List<Long> lengths)
            throws UsageException, IOException {
        Path file;
        try {
            file = Path.of(name);
        } catch (InvalidPathException e) {
            throw new UsageException("not the name of a file: " + name);
        }
        if (!Files.isRegularFile(file)) {
            throw new UnreachableException(name + " is not a file");
        }
        long size = Files.size(file);
        List<Long> pieces = lengths == null ? List.of(size) : lengths;
        if (!isSum(pieces, size)) {
            return Check.wrong(
                    "body", "the lengths of the pieces do not add up to the body's length");
        }
        try (InputStream in = Files.newInputStream(file)) {
            boolean same = commitment(in, size, salt, pieces).equals(wanted);
            return same
                    ? Check.fine(
                            "body",
                            Decimal.count(size, "byte", "bytes") + " lead to the commitment",
                            "this is, byte for byte, the body that was committed to")
                    : Check.wrong(
                            "body",
                            "body, salt and pieces do not lead to the commitment: one of them is not"
                                    + " the original");
        } catch (UnreachableException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreachableException(name + " can not be read");
        }
    }

    private static boolean isSum(List<Long> pieces, long size) {
        long left = size;
        for (long piece : pieces) {
            if (piece > left) {
                return false;
            }
            left -= piece;
        }
        return left == 0;
    }

    private static Hash commitment(InputStream in, long size, byte[] salt, List<Long> pieces)
            throws IOException {
        MessageDigest list = Sha256.newDigest();
        MessageDigest piece = Sha256.newDigest();
        byte[] buffer = new byte[CHUNK];
        for (long length : pieces) {
            for (long left = length; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(CHUNK, left));
                if (read < 0) {
                    throw new UnreachableException("the body became shorter while it was read");
                }
                piece.update(buffer, 0, read);
                left -= read;
            }
            list.update(number(length));
            list.update(piece.digest());
        }
        byte[] listed = list.digest();
        list.update(DOMAIN);
        list.update(salt);
        list.update(number(size));
        return Hash.at(list.digest(listed), 0);
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
