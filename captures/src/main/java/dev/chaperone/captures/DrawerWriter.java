// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/// Appends bodies to the newest [Generation] of a drawer. For one thread; only [#force()] and
/// [#durable()] may be called by another one.
///
/// Where it throws [NoRoomException] nothing of the body is in the file's valid part, and it may be
/// called again. After any other [IOException] of a write or a sync nobody knows what is on disk.
final class DrawerWriter implements Closeable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DrawerFile drawer;
    private final KnownParts known;
    // Unlike any before it, so that no nonce comes twice, also not at a place that was cut off.
    private final byte[] run = new byte[Sealing.NONCE_BYTES - Integer.BYTES];

    private int frames;
    private long position;
    private volatile long durable;
    private int parts;
    private int bodies;
    private long time;
    private boolean marked;
    private boolean torn;

    private DrawerWriter(DrawerFile drawer, Recovery.Found found) {
        this.drawer = drawer;
        this.known = found.known();
        this.position = found.end();
        this.durable = position;
        Frame last = found.last();
        if (last != null) {
            parts = last.parts();
            bodies = last.bodies();
            time = last.time();
            marked = !last.isBody();
        }
        RANDOM.nextBytes(run);
    }

    /// Goes on in a file, which is begun when it has no header.
    static DrawerWriter resume(DrawerFile drawer) throws IOException {
        Recovery.Found found = Recovery.of(drawer);
        if (found.last() == null) {
            // On disk before anything else, so that later a header that is not valid is a damage.
            drawer.file().write(ByteBuffer.wrap(FrameFormat.FILE_HEADER), 0);
            drawer.file().force();
        }
        return new DrawerWriter(drawer, found);
    }

    /// Writes a body behind the others, without waiting for the disk, and returns how many bytes it
    /// took.
    ///
    /// @throws IllegalArgumentException when a piece is not what its digest says
    int append(Capture capture, long now, Cutter cutter, FrameEncoder encoder) throws IOException {
        mend();
        boolean written = false;
        try {
            Index index = cutter.cut(capture, drawer.sealing(), known, parts);
            int partsThen = parts + index.fresh().size();
            Frame plan = plan(Frame.Kind.of(capture.side()), partsThen, bodies + 1, now);
            byte[] frame =
                    encoder.encode(
                            plan, index, cutter.content(), drawer.sealing(), drawer.format());
            write(frame);
            parts = partsThen;
            bodies++;
            time = now;
            marked = false;
            written = true;
            return frame.length;
        } finally {
            if (!written) {
                known.clear();
            }
        }
    }

    private void write(byte[] frame) throws IOException {
        torn = true;
        try {
            drawer.file().write(ByteBuffer.wrap(frame), position);
        } catch (IOException e) {
            throw NoRoomException.isMeantBy(e) ? new NoRoomException(e) : e;
        }
        torn = false;
        position += frame.length;
    }

    /// Removes what a write left that did not come to its end.
    private void mend() throws IOException {
        if (torn) {
            drawer.file().truncate(position);
            torn = false;
        }
    }

    private Frame plan(Frame.Kind kind, int partsThen, int bodiesThen, long now) {
        if (partsThen >= Integer.MAX_VALUE / 4) {
            throw new IllegalArgumentException("The drawer has too many parts");
        }
        byte[] nonce = ByteBuffer.allocate(Sealing.NONCE_BYTES).put(run).putInt(frames++).array();
        return new Frame(position, kind, 0, 0, 0, partsThen, bodiesThen, now, durable, nonce, 0);
    }

    /// Returns when what was appended before the call is on disk.
    void force() throws IOException {
        long written = position;
        drawer.file().force();
        durable = written;
    }

    /// Up to where the file is on disk for sure.
    long durable() {
        return durable;
    }

    DrawerFile drawer() {
        return drawer;
    }

    /// Whether it has no body yet.
    boolean isEmpty() {
        return bodies == 0;
    }

    /// Memory that can be had by closing it.
    long knownBytes() {
        return known.bytes();
    }

    /// States that nothing is missing, when that is so, without waiting for the disk.
    void mark() throws IOException {
        if (!marked && !torn && durable == position && bodies > 0) {
            write(FrameEncoder.mark(plan(Frame.Kind.MARK, parts, bodies, time), drawer.format()));
            marked = true;
        }
    }

    @Override
    public void close() throws IOException {
        drawer.close();
    }
}
