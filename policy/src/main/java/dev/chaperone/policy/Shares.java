// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Requests added up by a key, in bounded memory: what comes when there are too many keys is added
/// up together.
final class Shares {
    private final int most;
    private final Map<String, Sum> sums = new HashMap<>();
    private final Sum rest = new Sum();

    /// @param most how many keys are told apart
    Shares(int most) {
        this.most = most;
    }

    private static final class Sum {
        private long requests;
        private long unjudged;
        private long changed;
        private long blocked;
        private long freed;

        private Share share(String key) {
            return new Share(key, requests, unjudged, changed, blocked, freed);
        }
    }

    /// @param key null when there is none: it is not added up
    /// @param after what would have been decided; null when nobody can say
    void add(@Nullable String key, Effect before, @Nullable Effect after) {
        if (key == null) {
            return;
        }
        Sum sum = sums.get(key);
        if (sum == null) {
            sum = rest;
            if (sums.size() < most) {
                sum = new Sum();
                sums.put(key, sum);
            }
        }
        sum.requests++;
        if (after == null) {
            sum.unjudged++;
        } else if (after != before) {
            sum.changed++;
            sum.blocked += after == Effect.BLOCKED ? 1 : 0;
            sum.freed += before == Effect.BLOCKED ? 1 : 0;
        }
    }

    /// Those of which something would have been decided otherwise.
    ///
    /// @param limit how many are listed; all are counted
    Replayed.Listed changed(Comparator<Share> order, int limit) {
        List<Share> changed = new ArrayList<>();
        sums.forEach((key, sum) -> {
            if (sum.changed > 0) {
                changed.add(sum.share(key));
            }
        });
        changed.sort(order);
        List<Share> first = changed.subList(0, Math.min(limit, changed.size()));
        return new Replayed.Listed(first, changed.size(), rest.requests);
    }
}
