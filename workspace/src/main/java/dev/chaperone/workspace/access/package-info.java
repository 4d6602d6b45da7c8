// SPDX-License-Identifier: Apache-2.0
/// Who may use which tool under which plan: asked for, approved by others, granted for some time,
/// and that is what the gateway goes by.
@NullMarked
package dev.chaperone.workspace.access;

import org.jspecify.annotations.NullMarked;
