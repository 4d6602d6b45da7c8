// SPDX-License-Identifier: Apache-2.0
/// Credentials: for the gateway and for the API.
@NullMarked
package dev.chaperone.workspace.tokens;

import org.jspecify.annotations.NullMarked;
