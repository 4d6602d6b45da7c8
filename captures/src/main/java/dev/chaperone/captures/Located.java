// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// All frames of a drawer's file, to find parts by their numbers.
///
/// @param frames in their order
/// @param broken places that can not be read
record Located(List<Frame> frames, List<String> ids, List<FrameScan.Broken> broken) {
    /// Walks through a file.
    static Located in(FrameScan scan) throws IOException {
        List<Frame> frames = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        List<FrameScan.Broken> broken = new ArrayList<>();
        while (true) {
            switch (scan.next()) {
                case FrameScan.Whole(Frame frame, String id) -> {
                    frames.add(frame);
                    ids.add(id);
                }
                case FrameScan.Broken place -> broken.add(place);
                case FrameScan.End _ -> {
                    return new Located(frames, ids, broken);
                }
            }
        }
    }

    /// The place of a body's frame in the list; the last one when it was kept twice; -1 when there
    /// is none.
    int find(String interaction, Side side) {
        Frame.Kind kind = Frame.Kind.of(side);
        int at = frames.size() - 1;
        while (at >= 0 && (frames.get(at).kind() != kind || !ids.get(at).equals(interaction))) {
            at--;
        }
        return at;
    }

    /// The first frame that the file reaches a part with; it brought the part, if it is there at
    /// all.
    Frame with(int part) {
        int low = 0;
        int high = frames.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (frames.get(middle).parts() > part) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return frames.get(low);
    }
}
