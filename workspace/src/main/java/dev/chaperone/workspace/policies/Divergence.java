// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import java.util.List;

/// Whether all who go by the policy go by the same: what was published, what runs, what people
/// read, and what the ledger says.
///
/// @param points what was compared with the published version
public record Divergence(List<Point> points) {
    public Divergence {
        points = List.copyOf(points);
    }

    /// One thing that was compared.
    ///
    /// @param name what it is
    /// @param says the hash or the words that stand there
    public record Point(String name, String says, State state) {}

    /// What came of it.
    public enum State {
        AGREES,
        DIFFERS,
        /// There is nothing to compare with.
        UNKNOWN
    }

    /// Where something else stands than was published.
    public List<Point> differences() {
        return points.stream().filter(each -> each.state() == State.DIFFERS).toList();
    }
}
