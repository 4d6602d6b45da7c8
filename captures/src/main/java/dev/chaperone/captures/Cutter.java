// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds what of a body is new to its drawer, and says of which parts the body is made. For one
/// thread.
final class Cutter {
    private static final int USUAL_CONTENT = 1024 * 1024;
    private static final byte MASK = '*';

    private final MessageDigest sha256 = Digest.sha256();
    private final Packer content = new Packer(USUAL_CONTENT);

    /// The new parts' bytes of the body that was cut last, one behind the other.
    Packer content() {
        return content;
    }

    /// @param known learns what is new
    /// @param parts that the drawer has by now
    /// @throws IllegalArgumentException when a digest is not that of its piece; `known` may then
    ///   hold what does not come
    Index cut(Capture capture, Sealing sealing, KnownParts known, int parts) {
        content.clear(USUAL_CONTENT);
        boolean keep = capture.level() != CaptureLevel.DIGEST;
        List<Index.Part> fresh = new ArrayList<>();
        List<Index.Original> originals = new ArrayList<>();
        Runs runs = new Runs();
        for (int i = 0; i < capture.pieces().size(); i++) {
            Piece piece = capture.pieces().get(i);
            byte[] digest = piece.sha256();
            int length = piece.to() - piece.from();
            byte[] hidden = hidden(capture, piece);
            if (hidden != null) {
                originals.add(new Index.Original(i, digest.clone()));
                digest = sha256.digest(hidden);
            }
            PartId id = sealing.id(digest, length);
            int place = known.find(id);
            if (place == KnownParts.UNKNOWN || (keep && !isKept(place))) {
                place = place(parts + fresh.size(), keep);
                fresh.add(new Index.Part(id, length, keep));
                known.add(id, place);
                if (keep) {
                    add(capture, piece, hidden);
                }
            }
            runs.add(place >>> 1);
        }
        return new Index(
                capture.interaction(),
                capture.level(),
                capture.salt(),
                capture.length(),
                fresh,
                runs.end(),
                originals);
    }

    private void add(Capture capture, Piece piece, byte @Nullable [] hidden) {
        if (hidden != null) {
            content.put(hidden);
            return;
        }
        // Hashed again: a part under a wrong digest would come up in other bodies.
        sha256.update(capture.body(), piece.from(), piece.to() - piece.from());
        if (!MessageDigest.isEqual(sha256.digest(), piece.sha256())) {
            throw new IllegalArgumentException(
                    "The digest of the piece at %d is another".formatted(piece.from()));
        }
        content.put(capture.body(), piece.from(), piece.to());
    }

    /// What is kept instead of a piece that holds something to be masked; null when none is.
    private static byte @Nullable [] hidden(Capture capture, Piece piece) {
        byte[] copy = null;
        if (capture.level() == CaptureLevel.REDACTED) {
            for (Capture.Masked range : capture.masked()) {
                int from = Math.max(range.from(), piece.from());
                int to = Math.min(range.to(), piece.to());
                if (from < to) {
                    if (copy == null) {
                        copy = Arrays.copyOfRange(capture.body(), piece.from(), piece.to());
                    }
                    Arrays.fill(copy, from - piece.from(), to - piece.from(), MASK);
                }
            }
        }
        return copy;
    }

    /// What [KnownParts] holds: the part's number, and whether its bytes are there.
    static int place(int number, boolean kept) {
        return number << 1 | (kept ? 1 : 0);
    }

    private static boolean isKept(int place) {
        return (place & 1) != 0;
    }

    private static final class Runs {
        private final List<Index.Run> runs = new ArrayList<>();
        private int first;
        private int count;

        void add(int part) {
            if (count > 0 && part != first + count) {
                runs.add(new Index.Run(first, count));
                count = 0;
            }
            if (count == 0) {
                first = part;
            }
            count++;
        }

        List<Index.Run> end() {
            if (count > 0) {
                runs.add(new Index.Run(first, count));
            }
            return runs;
        }
    }
}
