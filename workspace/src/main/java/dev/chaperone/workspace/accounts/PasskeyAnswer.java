// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

/// What a browser sends back for a device.
///
/// @param text JSON, as the pages' script writes it; nothing in it is believed before it is checked
/// @param challenge what was asked, in base64url; the same is never asked twice
public record PasskeyAnswer(String text, String challenge, PasskeySite site) {
    @Override
    public String toString() {
        return "PasskeyAnswer[not shown]";
    }
}
