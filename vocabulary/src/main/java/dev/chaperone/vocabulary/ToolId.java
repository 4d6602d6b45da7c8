// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.vocabulary;

/// An AI coding tool of the catalogue, for example `claude-code`.
///
/// @param value lower-case letters, digits and dashes, starting with a letter, at most 63
///   characters
public record ToolId(String value) implements Comparable<ToolId> {
    public ToolId {
        Slug.check("a tool id", value);
    }

    @Override
    public int compareTo(ToolId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
