// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

/// What somebody shows to be let in.
///
/// @param code of the second factor, or a recovery code
/// @param address from where they come
public record Presented(String email, String password, String code, String address) {
    @Override
    public String toString() {
        return "Presented[not shown]";
    }
}
