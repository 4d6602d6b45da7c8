// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Puts one body together again from the parts in its drawer's file.
final class BodyReader {
    private final DrawerFile drawer;
    private final Located located;
    private final Frame frame;
    private final Index index;
    private final Map<Long, Index> indexes = new HashMap<>();
    private final MessageDigest sha256 = Digest.sha256();

    private BodyReader(DrawerFile drawer, Located located, Frame frame) throws IOException {
        this.drawer = drawer;
        this.located = located;
        this.frame = frame;
        this.index = drawer.index(frame);
        indexes.put(frame.offset(), index);
    }

    /// A piece of the body: which part it is, of which frame.
    ///
    /// @param at where its bytes are in the frame's content
    private record Placed(Frame from, Index.Part part, int at) {}

    /// Finds a body, null when the file has none such.
    static @Nullable BodyReader of(DrawerFile drawer, String interaction, Side side)
            throws IOException {
        Located located = Located.in(drawer.scan(drawer.file().size()));
        int at = located.find(interaction, side);
        if (at >= 0) {
            BodyReader found = new BodyReader(drawer, located, located.frames().get(at));
            if (found.index.interaction().equals(interaction)) {
                return found;
            }
            throw drawer.damaged(found.frame, "the interaction's id was changed");
        }
        for (FrameScan.Broken place : located.broken()) {
            if (place.interaction() == null || place.interaction().equals(interaction)) {
                throw new DamagedException(
                        drawer.path(),
                        place.from(),
                        "%d bytes can not be read; interaction %s may have been there"
                                .formatted(place.to() - place.from(), interaction));
            }
        }
        return null;
    }

    Opened read() throws IOException {
        List<Placed> pieces = placed();
        Opened.Sum[] sums = new Opened.Sum[pieces.size()];
        byte[] body = new byte[0];
        if (index.level() == CaptureLevel.DIGEST) {
            Arrays.setAll(sums, i -> new Opened.Sum(pieces.get(i).part().length(), null));
        } else {
            body = assemble(pieces, sums);
        }
        for (Index.Original original : index.originals()) {
            int piece = original.piece();
            sums[piece] = new Opened.Sum(sums[piece].length(), original.sha256());
        }
        boolean exact =
                index.level() != CaptureLevel.DIGEST
                        && index.originals().isEmpty()
                        && body.length == index.length();
        return new Opened(index.level(), index.salt(), body, index.length(), exact, List.of(sums));
    }

    private byte[] assemble(List<Placed> pieces, Opened.Sum[] sums) throws IOException {
        int[] starts = new int[pieces.size() + 1];
        Map<Long, List<Integer>> byFrame = new TreeMap<>();
        for (int i = 0; i < pieces.size(); i++) {
            Placed piece = pieces.get(i);
            starts[i + 1] = Math.addExact(starts[i], piece.part().length());
            byFrame.computeIfAbsent(piece.from().offset(), _ -> new ArrayList<>()).add(i);
        }
        byte[] body = new byte[starts[pieces.size()]];
        for (List<Integer> together : byFrame.values()) {
            Frame from = pieces.get(together.getFirst()).from();
            byte[] content = drawer.content(from, indexOf(from));
            for (int i : together) {
                Placed piece = pieces.get(i);
                int length = piece.part().length();
                sums[i] = new Opened.Sum(length, checked(piece, content));
                System.arraycopy(content, piece.at(), body, starts[i], length);
            }
        }
        return body;
    }

    private byte[] checked(Placed piece, byte[] content) throws IOException {
        Index.Part part = piece.part();
        if (!part.kept()) {
            throw drawer.damaged(frame, "it refers to a part that was not kept");
        }
        sha256.update(content, piece.at(), part.length());
        byte[] digest = sha256.digest();
        if (!drawer.sealing().id(digest, part.length()).equals(part.id())) {
            throw drawer.damaged(piece.from(), "a part is not what was kept");
        }
        return digest;
    }

    /// Whether a text is the body that was on the wire or one of its pieces.
    boolean recognises(byte[] text) throws IOException {
        List<Placed> pieces = placed();
        boolean uncut =
                pieces.stream().mapToLong(piece -> piece.part().length()).sum() == index.length();
        boolean whole = uncut && text.length == index.length();
        int at = 0;
        for (int i = 0; i < pieces.size(); i++) {
            int length = pieces.get(i).part().length();
            if (length == text.length && isPiece(i, pieces.get(i), text, 0)) {
                return true;
            }
            whole = whole && isPiece(i, pieces.get(i), text, at);
            at += length;
        }
        return whole;
    }

    private boolean isPiece(int number, Placed piece, byte[] text, int at) {
        int length = piece.part().length();
        sha256.update(text, at, length);
        byte[] digest = sha256.digest();
        for (Index.Original original : index.originals()) {
            if (original.piece() == number) {
                return Arrays.equals(original.sha256(), digest);
            }
        }
        return drawer.sealing().id(digest, length).equals(piece.part().id());
    }

    private List<Placed> placed() throws IOException {
        List<Placed> pieces = new ArrayList<>();
        for (Index.Run run : index.runs()) {
            for (int part = run.first(); part < run.first() + run.count(); part++) {
                pieces.add(placed(part));
            }
        }
        return pieces;
    }

    private Placed placed(int number) throws IOException {
        Frame from = located.with(number);
        Index its = indexOf(from);
        int first = from.parts() - its.fresh().size();
        if (number < first || number >= from.parts()) {
            throw drawer.damaged(frame, missing(number));
        }
        int at = 0;
        for (Index.Part part : its.fresh().subList(0, number - first)) {
            at += part.kept() ? part.length() : 0;
        }
        return new Placed(from, its.fresh().get(number - first), at);
    }

    private String missing(int part) {
        String where =
                located.broken().isEmpty()
                        ? "can not be found"
                        : "can not be read, see offset " + located.broken().getFirst().from();
        return "part " + part + " of its body " + where;
    }

    private Index indexOf(Frame other) throws IOException {
        Index known = indexes.get(other.offset());
        if (known == null) {
            known = drawer.index(other);
            indexes.put(other.offset(), known);
        }
        return known;
    }
}
