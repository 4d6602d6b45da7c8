// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.util.ArrayList;
import java.util.List;

/// What one check found. Safe for use by many threads; it keeps a bounded number.
final class Problems {
    private static final int MAX_KEPT = 1000;

    private final List<Problem> kept = new ArrayList<>();
    private long count;
    private boolean allUnreadable = true;

    synchronized void add(Problem problem) {
        count++;
        allUnreadable = allUnreadable && problem.unreadable();
        if (kept.size() < MAX_KEPT) {
            kept.add(problem);
        }
    }

    synchronized boolean isEmpty() {
        return count == 0;
    }

    synchronized long count() {
        return count;
    }

    /// Whether nothing was found wrong, but something could not be read.
    synchronized boolean onlyUnreadable() {
        return count > 0 && allUnreadable;
    }

    synchronized List<Problem> sorted() {
        return kept.stream().sorted(Problem.ORDER).toList();
    }
}
