// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.vocabulary;

/// A person, by an opaque id that says nothing about who it is: the ledger holds this id, and only
/// the workspace's database knows the name behind it, so a name can be erased without touching the
/// ledger.
///
/// @param value an [OpaqueId] with prefix `person`
public record PersonId(String value) {
    public PersonId {
        OpaqueId.check("person", value);
    }

    /// A new person's id.
    public static PersonId next() {
        return new PersonId(OpaqueId.next("person"));
    }

    @Override
    public String toString() {
        return value;
    }
}
