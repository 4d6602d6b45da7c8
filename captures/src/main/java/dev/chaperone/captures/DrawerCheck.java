// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads one drawer's file completely and names each damage.
///
/// A body is sound when its frame is what was written, each part it refers to is, and the parts add
/// up to it. A damaged part is named once where it is, and once for each body that shares it.
final class DrawerCheck {
    private static final int LOST = -1;

    private final DrawerFile drawer;
    private final long limit;
    private final FrameScan scan;
    private final MessageDigest sha256 = Digest.sha256();
    private final List<Check.Damage> damages = new ArrayList<>();
    private Check.@Nullable Damage unfinished;
    private long sound;

    /// Length of each part so far, in two's complement when only its digest is kept.
    private int[] lengths = new int[1024];

    /// Where the damage is that a lost part is lost by.
    private long[] lostAt = new long[1024];

    private int parts;
    private int bodies;
    private long lastBroken;
    private @Nullable String before;

    /// @param limit end of what is on disk
    DrawerCheck(DrawerFile drawer, long limit) {
        this.drawer = drawer;
        this.limit = limit;
        this.scan = drawer.scan(limit);
    }

    void run() throws IOException {
        if (limit < FrameFormat.FILE_HEADER.length) {
            torn(0, limit);
            return;
        }
        if (!drawer.hasHeader()) {
            damage(0, null, "this is not how a drawer's file begins");
        }
        while (true) {
            switch (scan.next()) {
                case FrameScan.Whole(Frame frame, String interaction) -> {
                    if (!check(frame, interaction)) {
                        return;
                    }
                }
                case FrameScan.Broken(long from, long to, String name) -> {
                    lastBroken = from;
                    damage(from, name, to - from + " bytes are not a frame" + behind());
                }
                case FrameScan.End(long at, long torn) -> {
                    torn(at, torn);
                    return;
                }
            }
        }
    }

    /// Answers whether to go on: not behind a write that was cut off.
    private boolean check(Frame frame, String interaction) throws IOException {
        boolean intact = drawer.intact(frame);
        boolean tail = drawer.hasTail(frame);
        boolean closed = intact && tail;
        if (!closed && !scan.wasOnDisk(frame.offset(), frame.end())) {
            torn(frame.offset(), limit - frame.offset());
            return false;
        }
        if (frame.isBody()) {
            checkBody(frame, interaction, intact);
        }
        if (!tail) {
            damage(frame.offset(), nameOf(interaction), "its tail is not what was written");
        }
        parts = Math.max(parts, frame.parts());
        bodies = frame.bodies();
        return true;
    }

    private void checkBody(Frame frame, String interaction, boolean intact) throws IOException {
        long known = damages.size();
        String name = interaction;
        try {
            Index index = drawer.index(frame);
            name = index.interaction();
            int first = frame.parts() - index.fresh().size();
            if (first < parts || frame.bodies() != bodies + 1) {
                checkGap(frame, first, name);
            }
            learn(frame, index, first, content(frame, index, name));
            if (!name.equals(interaction)) {
                damage(frame.offset(), name, "the interaction's id was changed");
            }
            checkReferences(frame, index, name);
        } catch (DamagedException e) {
            damage(e.offset(), name, e.what());
            lose(parts, frame.parts(), frame.offset());
        }
        if (!intact && known == damages.size()) {
            damage(frame.offset(), name, "it is not what its checksum says");
        }
        if (known == damages.size()) {
            sound++;
        }
        before = name;
    }

    private void checkGap(Frame frame, int first, String name) {
        if (first < parts || frame.bodies() <= bodies) {
            damage(frame.offset(), name, "it was not written behind the frame before it");
        } else {
            int missing = frame.bodies() - bodies - 1;
            damage(lastBroken, null, missing + " bodies are missing" + behind());
        }
    }

    private byte @Nullable [] content(Frame frame, Index index, String name) throws IOException {
        try {
            return drawer.content(frame, index);
        } catch (DamagedException e) {
            damage(e.offset(), name, e.what());
            return null;
        }
    }

    private void learn(Frame frame, Index index, int first, byte @Nullable [] content) {
        lose(parts, first, lastBroken);
        reserve(frame.parts());
        int at = 0;
        int number = first;
        for (Index.Part part : index.fresh()) {
            boolean right = true;
            if (part.kept()) {
                right = content != null && isRight(part, content, at);
                at += part.length();
            }
            if (right) {
                lengths[number] = part.length();
            } else {
                lose(number, number + 1, frame.offset());
                if (content != null) {
                    damage(frame.offset(), index.interaction(), "a part is not what was kept");
                }
            }
            number++;
        }
        parts = Math.max(parts, frame.parts());
    }

    private boolean isRight(Index.Part part, byte[] content, int at) {
        sha256.update(content, at, part.length());
        return drawer.sealing().id(sha256.digest(), part.length()).equals(part.id());
    }

    private void checkReferences(Frame frame, Index index, String name) {
        long length = 0;
        for (Index.Run run : index.runs()) {
            for (int part = run.first(); part < run.first() + run.count(); part++) {
                if (part < 0 || part >= parts) {
                    damage(frame.offset(), name, "it refers to a part that is not there");
                    return;
                }
                if (lengths[part] == LOST) {
                    if (lostAt[part] != frame.offset()) {
                        damage(lostAt[part], name, "a part of its body is lost here");
                    }
                    return;
                }
                length += lengths[part];
            }
        }
        boolean all = index.level() == CaptureLevel.DIGEST || length <= index.length();
        if (!all) {
            damage(frame.offset(), name, "its parts are more than the body");
        }
    }

    private void lose(int from, int to, long at) {
        reserve(to);
        for (int part = from; part < to; part++) {
            lengths[part] = LOST;
            lostAt[part] = at;
        }
    }

    private void reserve(int size) {
        if (size > lengths.length) {
            int larger = Math.max(size, lengths.length * 2);
            lengths = Arrays.copyOf(lengths, larger);
            lostAt = Arrays.copyOf(lostAt, larger);
        }
    }

    private String behind() {
        return before == null ? "" : ", behind interaction " + before;
    }

    private static @Nullable String nameOf(String interaction) {
        return interaction.isEmpty() ? null : interaction;
    }

    private void damage(long offset, @Nullable String interaction, String what) {
        damages.add(new Check.Damage(drawer.path(), offset, interaction, what));
    }

    private void torn(long at, long bytes) {
        if (bytes > 0) {
            unfinished =
                    new Check.Damage(
                            drawer.path(),
                            at,
                            null,
                            "an unfinished write of %d bytes, as a crash leaves it; it is cut off when the drawer is written again"
                                    .formatted(bytes));
        }
    }

    List<Check.Damage> damages() {
        return damages;
    }

    Check.@Nullable Damage unfinished() {
        return unfinished;
    }

    /// How many bodies are sound.
    long sound() {
        return sound;
    }
}
