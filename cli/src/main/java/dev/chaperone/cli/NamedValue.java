// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

/// A secret as it was read, for as long as its fingerprint is made.
///
/// @param name what it is called where it was read
record NamedValue(String name, String value) {
    @Override
    public String toString() {
        return "NamedValue[" + name + "]";
    }
}
