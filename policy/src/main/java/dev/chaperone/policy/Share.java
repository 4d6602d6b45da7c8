// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

/// How a replay ended for the requests of somebody or something.
///
/// @param key whose or what's: an id or a name
/// @param requests all that are recorded in the period, as a search by the key finds them
/// @param unjudged those of which nobody can say what would have been decided
/// @param changed those that would have been decided otherwise
/// @param blocked of the changed, those that would have been blocked and were not
/// @param freed of the changed, those that would not have been blocked and were
public record Share(
        String key, long requests, long unjudged, long changed, long blocked, long freed) {}
