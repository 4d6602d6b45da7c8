// SPDX-License-Identifier: Apache-2.0
/// Local accounts: invitation, password, second factor; and who people are at an identity provider.
@NullMarked
package dev.chaperone.workspace.accounts;

import org.jspecify.annotations.NullMarked;
