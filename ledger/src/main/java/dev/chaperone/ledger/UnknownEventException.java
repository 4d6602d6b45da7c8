// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

/// An entry is well-formed, but of a type that this version does not know: a newer one wrote it.
/// Whoever goes through the ledger may pass over it.
public final class UnknownEventException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnknownEventException(String type) {
        super("Not a known type of entry: '" + type + "'");
    }
}
