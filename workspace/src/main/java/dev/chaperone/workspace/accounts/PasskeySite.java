// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

/// Where passkeys are made for and work, and nowhere else.
///
/// @param name of the host, which a key is bound to for ever
/// @param origin of the pages, as browsers state it
public record PasskeySite(String name, String origin) {}
