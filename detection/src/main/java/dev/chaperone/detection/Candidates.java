// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What may stand at a place, that first which needs the shortest run. The [Outline]s lie side by
/// side, and so do the [Glance]s, because nearly always nothing else is needed.
final class Candidates {
    private static final int NONE = -1;

    /// So many that need a run at the same distance are asked together how long it is.
    private static final int MANY = 4;

    private final List<Candidate> all = new ArrayList<>();
    private long[] known = {};
    private long[] alnums = {};
    private long[] glances = {};
    private Recogniser[] recognisers = {};

    // Of those that are asked together one that stands for them, and how long the run has to be.
    private @Nullable Reach[] shared = {};
    private int[] least = {};
    private int[] most = {};

    int size() {
        return all.size();
    }

    /// Those in which just so many letters and digits may stand behind so many characters.
    Candidates with(int from, int length) {
        Candidates some = new Candidates();
        all.stream().filter(each -> each.outline().mayHave(from, length)).forEach(some::add);
        return some;
    }

    void add(Candidate candidate) {
        int at = all.size();
        while (at > 0 && all.get(at - 1).length() > candidate.length()) {
            at--;
        }
        all.add(at, candidate);
        known = all.stream().mapToLong(each -> each.outline().known()).toArray();
        alnums = all.stream().mapToLong(each -> each.outline().alnums()).toArray();
        glances = all.stream().mapToLong(Candidate::glance).toArray();
        recognisers = all.stream().map(Candidate::recogniser).toArray(Recogniser[]::new);
        List<@Nullable Reach> reaches =
                all.stream().<@Nullable Reach>map(Candidate::reach).toList();
        shared = reaches.stream().map(each -> shared(each)).toArray(Reach[]::new);
        least = reaches.stream().mapToInt(each -> each == null ? 0 : each.min()).toArray();
        most = reaches.stream().mapToInt(each -> each == null ? 0 : each.max()).toArray();
    }

    /// The first of many that need the same run; null where they are few, or where the run begins
    /// at the place: those are asked for everywhere, and a glance takes less than to read a run.
    private @Nullable Reach shared(@Nullable Reach reach) {
        if (reach == null || reach.distance() == 0) {
            return null;
        }
        List<Reach> like = new ArrayList<>();
        for (Candidate each : all) {
            Reach other = each.reach();
            if (other != null && other.isLike(reach)) {
                like.add(other);
            }
        }
        return like.size() < MANY ? null : like.getFirst();
    }

    /// Tells what stands at a place.
    ///
    /// @param here which of the characters from the place on are letters and digits
    void look(Text text, int place, int end, long here, Consumer<Finding> found) {
        int next = next(0, text, place, end, here);
        while (next != NONE) {
            Finding finding = recognisers[next].at(text, place, end);
            if (finding != null) {
                found.accept(finding);
            }
            next = next(next + 1, text, place, end, here);
        }
    }

    /// The next one that may stand at the place as far as a glance tells, or -1.
    int next(int from, Text text, int place, int end, long here) {
        Reach read = null;
        int run = 0;
        for (int i = from; i < known.length; i++) {
            if ((here & known[i]) == alnums[i]) {
                if (Glance.length(glances[i]) > end - place) {
                    break;
                }
                Reach reach = shared[i];
                if (reach != null) {
                    if (reach != read) {
                        read = reach;
                        run = reach.length(text, place);
                    }
                    if (run < least[i] || run > most[i]) {
                        continue;
                    }
                }
                text.looked(1);
                if (Glance.isWorthALook(glances[i], text, place)) {
                    return i;
                }
            }
        }
        return NONE;
    }
}
