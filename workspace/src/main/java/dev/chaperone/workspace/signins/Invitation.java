// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.signins;

/// What a tool needs to let somebody sign in: a code for itself and one for the person.
public record Invitation(String id, String deviceCode, String userCode) {
    @Override
    public String toString() {
        return "Invitation[" + id + ", codes not shown]";
    }
}
