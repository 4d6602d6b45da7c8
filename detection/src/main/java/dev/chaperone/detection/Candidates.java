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

    private final List<Candidate> all;
    private final long[] known;
    private final long[] alnums;
    private final long[] glances;
    private final Recogniser[] recognisers;

    // The runs for which many are asked together; of each candidate which one that is, or -1, and
    // how long it has to be.
    private final List<Reach> shared = new ArrayList<>();
    private final int[] groups;
    private final int[] least;
    private final int[] most;

    /// @param all in the order in which they are asked
    Candidates(List<Candidate> all) {
        this.all = all;
        known = all.stream().mapToLong(each -> each.outline().known()).toArray();
        alnums = all.stream().mapToLong(each -> each.outline().alnums()).toArray();
        glances = all.stream().mapToLong(Candidate::glance).toArray();
        recognisers = all.stream().map(Candidate::recogniser).toArray(Recogniser[]::new);
        groups = all.stream().mapToInt(this::group).toArray();
        least = all.stream().map(Candidate::reach).mapToInt(Candidates::min).toArray();
        most = all.stream().map(Candidate::reach).mapToInt(Candidates::max).toArray();
    }

    private static int min(@Nullable Reach reach) {
        return reach == null ? 0 : reach.min();
    }

    private static int max(@Nullable Reach reach) {
        return reach == null ? 0 : reach.max();
    }

    /// The number of the run that many need; -1 where they are few, or where the run begins at the
    /// place: those are asked for everywhere, and a glance takes less than to read a run.
    private int group(Candidate candidate) {
        Reach reach = candidate.reach();
        if (reach == null || reach.distance() == 0) {
            return NONE;
        }
        for (int group = 0; group < shared.size(); group++) {
            if (shared.get(group).isLike(reach)) {
                return group;
            }
        }
        long like =
                all.stream()
                        .map(Candidate::reach)
                        .filter(other -> other != null && other.isLike(reach))
                        .count();
        if (like < MANY) {
            return NONE;
        }
        shared.add(reach);
        return shared.size() - 1;
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
        int read = NONE;
        int run = 0;
        for (int i = from; i < known.length; i++) {
            if ((here & known[i]) == alnums[i]) {
                if (Glance.length(glances[i]) > end - place) {
                    break;
                }
                int group = groups[i];
                if (group != NONE) {
                    if (group != read) {
                        read = group;
                        run = shared.get(group).length(text, place);
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
