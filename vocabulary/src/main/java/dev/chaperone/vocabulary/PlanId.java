// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.vocabulary;

/// A plan under which a tool is bought, for example `enterprise`; meaningful only together with its
/// tool.
///
/// @param value lower-case letters, digits and dashes, starting with a letter, at most 63
///   characters
public record PlanId(String value) implements Comparable<PlanId> {
    public PlanId {
        Slug.check("a plan id", value);
    }

    @Override
    public int compareTo(PlanId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
