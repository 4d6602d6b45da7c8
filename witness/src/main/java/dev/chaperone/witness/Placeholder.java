// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

/// Holds the place until the module has its first type.
final class Placeholder {
    private Placeholder() {}
}
