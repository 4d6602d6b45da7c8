// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import dev.chaperone.vocabulary.CaptureLevel;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a frame says of its body: how it is made of parts, and which parts came with it. Parts are
/// counted through the file; a body refers to runs of them. A conversation that is sent again is a
/// few runs, however long it is.
///
/// @param interaction once more, since only here it is protected from being changed
/// @param length of the body that was on the wire
/// @param fresh the parts that came with this body, in order
/// @param runs of parts that make the body, in order
/// @param originals SHA-256 of pieces before they were masked, by the piece's place in the body
// Nobody compares it.
@SuppressWarnings("ArrayRecordComponent")
record Index(
        String interaction,
        CaptureLevel level,
        byte[] salt,
        long length,
        List<Part> fresh,
        List<Run> runs,
        List<Original> originals) {
    private static final int VERSION = 1;
    private static final int SALT_BYTES = 32;
    private static final int SHA256_BYTES = 32;

    /// A part as it is known again.
    ///
    /// @param kept whether its bytes are in the content; only its digest is kept otherwise
    record Part(PartId id, int length, boolean kept) {}

    /// Parts that follow each other, in the file and in the body.
    record Run(int first, int count) {}

    /// The digest of what a masked piece was.
    @SuppressWarnings("ArrayRecordComponent")
    record Original(int piece, byte[] sha256) {}

    void write(Packer out) {
        out.putByte(VERSION);
        out.putByte(code(level));
        byte[] name = interaction.getBytes(StandardCharsets.US_ASCII);
        out.putNumber(name.length);
        out.put(name);
        out.put(salt);
        out.putNumber(length);
        out.putNumber(fresh.size());
        for (Part part : fresh) {
            out.putNumber((long) part.length() << 1 | (part.kept() ? 1 : 0));
            out.putLong(part.id().high());
            out.putLong(part.id().low());
        }
        out.putNumber(runs.size());
        long expected = 0;
        for (Run run : runs) {
            out.putSigned(run.first() - expected);
            out.putNumber(run.count());
            expected = run.first() + (long) run.count();
        }
        out.putNumber(originals.size());
        int before = 0;
        for (Original original : originals) {
            out.putNumber(original.piece() - before);
            out.put(original.sha256());
            before = original.piece();
        }
    }

    /// @throws IllegalArgumentException when these are not the bytes of an index
    static Index read(byte[] bytes) {
        try {
            return read(new Unpacker(ByteBuffer.wrap(bytes)));
        } catch (BufferUnderflowException | ArithmeticException e) {
            throw new IllegalArgumentException("The index is cut off", e);
        }
    }

    private static Index read(Unpacker in) {
        if (in.getByte() != VERSION) {
            throw new IllegalArgumentException("The index is of another version");
        }
        CaptureLevel level = level(in.getByte());
        String interaction = new String(in.get(in.getInt()), StandardCharsets.US_ASCII);
        byte[] salt = in.get(SALT_BYTES);
        long length = in.getNumber();
        List<Part> fresh = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            long size = in.getNumber();
            PartId id = new PartId(in.bytes().getLong(), in.bytes().getLong());
            fresh.add(new Part(id, Math.toIntExact(size >>> 1), (size & 1) != 0));
        }
        List<Run> runs = new ArrayList<>();
        long expected = 0;
        for (int left = in.getInt(); left > 0; left--) {
            Run run = new Run(Math.toIntExact(expected + in.getSigned()), in.getInt());
            runs.add(run);
            expected = run.first() + (long) run.count();
        }
        List<Original> originals = new ArrayList<>();
        int piece = 0;
        for (int left = in.getInt(); left > 0; left--) {
            piece += in.getInt();
            originals.add(new Original(piece, in.get(SHA256_BYTES)));
        }
        return new Index(interaction, level, salt, length, fresh, runs, originals);
    }

    private static int code(CaptureLevel level) {
        return switch (level) {
            case METADATA -> throw new IllegalArgumentException("Nothing is kept");
            case DIGEST -> 1;
            case REDACTED -> 2;
            case FULL -> 3;
        };
    }

    private static CaptureLevel level(int code) {
        return switch (code) {
            case 1 -> CaptureLevel.DIGEST;
            case 2 -> CaptureLevel.REDACTED;
            case 3 -> CaptureLevel.FULL;
            default -> throw new IllegalArgumentException("Not a level: " + code);
        };
    }

    /// How many pieces the body has.
    int pieces() {
        return runs.stream().mapToInt(Run::count).sum();
    }

    /// How many bytes of content came with it.
    int contentLength() {
        return fresh.stream().filter(Part::kept).mapToInt(Part::length).sum();
    }
}
