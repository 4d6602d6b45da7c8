// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.people;

/// A team.
///
/// @param name unique
/// @param people how many active people are in it
public record Team(String name, long people) {}
