// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import java.util.Optional;

/// Knows how devices show that they hold a key (WebAuthn). Each answer counts only for the site and
/// the question that it names, and only when the device made sure who holds it: by a finger, a face
/// or its own code.
public interface PasskeyProtocol {
    /// What is kept of a key.
    ///
    /// @param credential what the device calls it, in base64url
    /// @param key its public half, in base64url
    /// @param counter of signatures; 0 where the device does not count
    /// @param synced whether it may be on several devices
    record Kept(String credential, String key, long counter, boolean synced) {}

    /// What a device showed.
    sealed interface Shown {
        /// It holds the key.
        ///
        /// @param counter of signatures by now
        record Holds(long counter) implements Shown {}

        /// It holds the key, and so does another: the counter did not go on.
        record Copied() implements Shown {}

        /// Nothing that counts.
        record Nothing() implements Shown {}
    }

    /// The key that a device has just made; empty when the answer does not hold.
    Optional<Kept> made(PasskeyAnswer answer);

    /// What the key is called that an answer speaks of; empty when it can not be read.
    Optional<String> credential(PasskeyAnswer answer);

    /// Whether a device holds a key.
    ///
    /// @param holder whom the key was made for, as the device was told
    Shown shown(PasskeyAnswer answer, Kept kept, String holder);
}
