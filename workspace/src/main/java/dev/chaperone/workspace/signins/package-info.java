// SPDX-License-Identifier: Apache-2.0
/// Sign-ins of tools: the device flow, and tokens that the tool renews.
@NullMarked
package dev.chaperone.workspace.signins;

import org.jspecify.annotations.NullMarked;
