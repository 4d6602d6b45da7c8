// SPDX-License-Identifier: Apache-2.0
/// The requests that went to AI tools, searchable: a projection of the ledger.
@NullMarked
package dev.chaperone.workspace.activity;

import org.jspecify.annotations.NullMarked;
