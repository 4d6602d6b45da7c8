// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.policy.PolicyException;
import dev.chaperone.policy.PolicyFile;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.workspace.RejectedException;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/// What a policy may speak of.
///
/// @param catalog tools and plans
/// @param detectors ids that content rules may name
public record Terms(Catalog catalog, Set<String> detectors) {
    public Terms {
        detectors = Set.copyOf(detectors);
    }

    /// Reads a policy strictly.
    ///
    /// @throws RejectedException naming every fault with its place
    PolicySnapshot read(String text) {
        return review(text).snapshot();
    }

    /// Reads a policy strictly, and remarks on it.
    ///
    /// @throws RejectedException naming every fault with its place
    PolicyFile.Reviewed review(String text) {
        // Halves of surrogate pairs would be hashed and stored as something else.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text) || text.indexOf('\0') >= 0) {
            throw RejectedException.invalid("The policy is not a text in UTF-8.");
        }
        try {
            return PolicyFile.review(text, catalog, detectors);
        } catch (PolicyException e) {
            throw RejectedException.invalid(String.valueOf(e.getMessage()));
        }
    }
}
