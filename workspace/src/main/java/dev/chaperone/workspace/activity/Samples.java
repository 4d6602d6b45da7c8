// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.workspace.Database;

import java.time.Instant;
import java.util.List;

/// Figures and samples of a stretch of time, for those who review it. The same seed draws the same
/// sample, so that an auditor can draw it again.
public final class Samples {
    private final SampleStore store;

    public Samples(Database database) {
        this.store = new SampleStore(database);
    }

    public Figures figures(Instant from, Instant to) {
        return store.figures(from, to);
    }

    /// Ids of the requests to look at: refused ones, excepted ones, marked ones, those of nobody
    /// known, and any.
    ///
    /// @param seed decides which
    public List<String> draw(Instant from, Instant to, String seed) {
        return store.sample(from, to, seed);
    }
}
