// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;

import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.List;

/// Makes the bytes of a frame: compresses, encrypts, sums up. For one thread.
final class FrameEncoder implements Closeable {
    private static final int LEVEL = 3;
    private static final int USUAL = 256 * 1024;

    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private final Packer index = new Packer(USUAL);
    private byte[] packed = new byte[USUAL];

    FrameEncoder() {
        zstd.setLevel(LEVEL);
        // Encryption protects it already.
        zstd.setChecksum(false);
    }

    /// Encodes something that nobody keeps. The first time takes long, so it is better not done
    /// while somebody waits; and a library that can not be loaded is noticed at the start.
    void warmUp() {
        YearMonth month = YearMonth.of(2000, 1);
        Drawer drawer = new Drawer(PersonId.next(), month, "none");
        Generation nobodys = new Generation(drawer, 1);
        Sealing sealing = new Sealing(nobodys, new byte[Sealing.KEY_BYTES]);
        byte[] body = new byte[USUAL / 2];
        byte[] salt = new byte[Sealing.KEY_BYTES];
        Piece piece = new Piece(0, body.length, Digest.sha256().digest(body));
        Capture capture =
                new Capture(
                        drawer,
                        "none",
                        Side.PROMPT,
                        CaptureLevel.FULL,
                        salt,
                        body,
                        body.length,
                        List.of(piece),
                        List.of());
        Cutter cutter = new Cutter();
        Index cut = cutter.cut(capture, sealing, new KnownParts(), 0);
        byte[] nonce = new byte[Sealing.NONCE_BYTES];
        Frame plan = new Frame(0, Frame.Kind.PROMPT, 0, 0, 0, 1, 1, 0, 0, nonce, 0);
        encode(plan, cut, cutter.content(), sealing, new FrameFormat(nobodys));
    }

    /// @param plan the frame, as far as it is known: lengths and checksum are added
    byte[] encode(Frame plan, Index body, Packer content, Sealing sealing, FrameFormat format) {
        index.clear(USUAL);
        body.write(index);
        byte[] id = body.interaction().getBytes(StandardCharsets.US_ASCII);
        int packedLength = pack(content);
        Frame frame =
                withLengths(
                        plan,
                        id.length,
                        index.length() + Sealing.TAG_BYTES,
                        packedLength == 0 ? 0 : packedLength + Sealing.TAG_BYTES);
        byte[] bytes = new byte[Math.toIntExact(frame.end() - frame.offset())];
        System.arraycopy(id, 0, bytes, Frame.HEAD, id.length);
        int at = Frame.HEAD + id.length;
        at += sealing.seal(Sealing.Section.INDEX, frame, index.bytes(), index.length(), bytes, at);
        if (packedLength > 0) {
            sealing.seal(Sealing.Section.CONTENT, frame, packed, packedLength, bytes, at);
        }
        finish(frame, bytes, format);
        return bytes;
    }

    /// A frame that only says that nothing is missing before it.
    static byte[] mark(Frame plan, FrameFormat format) {
        Frame frame = withLengths(plan, 0, 0, 0);
        byte[] bytes = new byte[Frame.HEAD + Frame.TAIL];
        finish(frame, bytes, format);
        return bytes;
    }

    private int pack(Packer content) {
        if (packed.length > USUAL && content.length() < USUAL) {
            packed = new byte[USUAL];
        }
        if (content.length() == 0) {
            return 0;
        }
        int bound = Math.toIntExact(Zstd.compressBound(content.length()));
        if (packed.length < bound) {
            packed = new byte[bound];
        }
        return zstd.compressByteArray(
                packed, 0, packed.length, content.bytes(), 0, content.length());
    }

    private static void finish(Frame frame, byte[] bytes, FrameFormat format) {
        int checksum = format.checksum(bytes, Frame.HEAD, frame.payloadLength());
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        format.putHead(buffer, 0, withChecksum(frame, checksum));
        format.putTail(buffer, Math.toIntExact(frame.tailAt() - frame.offset()), frame);
    }

    private static Frame withLengths(Frame plan, int id, int index, int content) {
        return new Frame(
                plan.offset(),
                plan.kind(),
                id,
                index,
                content,
                plan.parts(),
                plan.bodies(),
                plan.time(),
                plan.synced(),
                plan.nonce(),
                0);
    }

    private static Frame withChecksum(Frame frame, int checksum) {
        return new Frame(
                frame.offset(),
                frame.kind(),
                frame.idLength(),
                frame.indexLength(),
                frame.contentLength(),
                frame.parts(),
                frame.bodies(),
                frame.time(),
                frame.synced(),
                frame.nonce(),
                checksum);
    }

    @Override
    public void close() {
        zstd.close();
    }
}
