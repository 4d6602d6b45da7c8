// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Finds the end of a drawer's file to go on from, and learns again which parts it has.
///
/// It reads from the end, as far as parts are worth knowing. Only when the end is not valid it
/// walks through the whole file; what a crash left behind the last valid frame is cut off.
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /// Frames that are looked at for parts worth knowing.
    private static final int MOST_FRAMES = 2_048;

    private final DrawerFile drawer;
    private final KnownParts known = new KnownParts();

    private Recovery(DrawerFile drawer) {
        this.drawer = drawer;
    }

    /// Where to go on.
    ///
    /// @param last the last frame, null when there is none
    record Found(@Nullable Frame last, KnownParts known) {
        long end() {
            return last == null ? FrameFormat.FILE_HEADER.length : last.end();
        }
    }

    /// @throws DamagedException when the file is damaged before its end; nothing was changed
    static Found of(DrawerFile drawer) throws IOException {
        Recovery recovery = new Recovery(drawer);
        Frame last = null;
        if (drawer.file().size() < FrameFormat.FILE_HEADER.length) {
            drawer.file().truncate(0);
        } else if (!drawer.hasHeader()) {
            throw recovery.damaged(0, "this is not how a drawer's file begins");
        } else {
            last = recovery.fromTheEnd();
            if (last == null && recovery.cut()) {
                last = recovery.fromTheEnd();
            }
        }
        return new Found(last, recovery.known);
    }

    private @Nullable Frame fromTheEnd() throws IOException {
        known.clear();
        Frame last = drawer.ending(drawer.file().size());
        if (last == null || !drawer.intact(last)) {
            return null;
        }
        learn(last);
        long at = last.offset();
        int seen = 1;
        while (at > FrameFormat.FILE_HEADER.length
                && (at > last.synced() || (seen < MOST_FRAMES && known.hasRoom()))) {
            Frame before = drawer.ending(at);
            if (before == null || (at > last.synced() && !drawer.intact(before))) {
                return null;
            }
            learn(before);
            at = before.offset();
            seen++;
        }
        return last;
    }

    private void learn(Frame frame) throws IOException {
        if (!frame.isBody()) {
            return;
        }
        try {
            List<Index.Part> fresh = drawer.index(frame).fresh();
            int first = frame.parts() - fresh.size();
            for (int i = 0; i < fresh.size(); i++) {
                Index.Part part = fresh.get(i);
                if (known.find(part.id()) == KnownParts.UNKNOWN) {
                    known.add(part.id(), Cutter.place(first + i, part.kept()));
                }
            }
        } catch (DamagedException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    /// Cuts off what a crash left; answers whether there are frames.
    private boolean cut() throws IOException {
        long size = drawer.file().size();
        long end = validEnd(size);
        if (end < size) {
            LOG.warn("Cut off an unfinished write of {} bytes: {}", size - end, drawer.path());
            drawer.file().truncate(end);
            drawer.file().force();
        }
        return end > FrameFormat.FILE_HEADER.length;
    }

    private long validEnd(long size) throws IOException {
        FrameScan scan = drawer.scan(size);
        Deque<Frame> unsure = new ArrayDeque<>();
        while (true) {
            switch (scan.next()) {
                case FrameScan.Whole(Frame frame, _) -> {
                    while (!unsure.isEmpty() && unsure.getFirst().offset() < frame.synced()) {
                        unsure.removeFirst();
                    }
                    unsure.addLast(frame);
                }
                case FrameScan.Broken(long from, _, _) ->
                        throw damaged(from, "a frame is not valid, but was on disk");
                case FrameScan.End(long at, _) -> {
                    return endOf(unsure, at);
                }
            }
        }
    }

    /// Of the last frames nothing says that they reached the disk.
    private long endOf(Deque<Frame> unsure, long end) throws IOException {
        for (Frame frame : unsure) {
            if (!drawer.hasTail(frame) || !drawer.intact(frame)) {
                return frame.offset();
            }
        }
        return end;
    }

    private DamagedException damaged(long offset, String what) {
        return new DamagedException(drawer.path(), offset, what);
    }
}
