// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

/// A slow, salted hash of passwords. It comes from outside: the one in use is a library's.
public interface PasswordHash {
    /// With a new salt, and with everything that [#matches] needs.
    String of(String password);

    boolean matches(String password, String hash);
}
