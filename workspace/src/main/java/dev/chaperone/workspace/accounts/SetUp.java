// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

/// What somebody sets up their account with.
///
/// @param factor the secret of the second factor, as it was shown to them
/// @param code that their device made of it
public record SetUp(String password, Totp factor, String code) {
    @Override
    public String toString() {
        return "SetUp[not shown]";
    }
}
