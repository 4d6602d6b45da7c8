// SPDX-License-Identifier: Apache-2.0
/// People and groups as the company's directory tells them: who there is, who has left, who belongs
/// to which team. The protocol (SCIM 2.0) is the server's; here is decided what a word of the
/// directory does (decision 045).
@NullMarked
package dev.chaperone.workspace.directory;

import org.jspecify.annotations.NullMarked;
