// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What may stand at a place, that first which needs the shortest run. The [Outline]s lie side by
/// side, and so do the [Glance]s, because nearly always nothing else is needed.
final class Candidates {
    private static final int NONE = -1;

    private final List<Candidate> all = new ArrayList<>();
    private long[] known = {};
    private long[] alnums = {};
    private long[] glances = {};
    private Recogniser[] recognisers = {};

    int size() {
        return all.size();
    }

    /// Those that may begin with just so many letters and digits.
    Candidates beginning(int length) {
        Candidates some = new Candidates();
        all.stream().filter(each -> each.outline().mayBegin(length)).forEach(some::add);
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
        for (int i = from; i < known.length; i++) {
            if ((here & known[i]) == alnums[i]) {
                if (Glance.length(glances[i]) > end - place) {
                    break;
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
