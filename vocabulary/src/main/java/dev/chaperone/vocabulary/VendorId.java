// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.vocabulary;

/// The company that runs a model or sells a tool, for example `anthropic`.
///
/// @param value lower-case letters, digits and dashes, starting with a letter, at most 63
///   characters
public record VendorId(String value) implements Comparable<VendorId> {
    public VendorId {
        Slug.check("a vendor id", value);
    }

    @Override
    public int compareTo(VendorId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
