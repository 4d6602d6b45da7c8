// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

/// What kind of repository those are whose name fits a pattern, for example `confidential`.
///
/// @param name a word of the policy's own
public record RepositoryClass(Glob match, String name) {}
