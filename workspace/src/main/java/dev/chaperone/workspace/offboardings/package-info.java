// SPDX-License-Identifier: Apache-2.0
/// What has to be taken away from people who leave, and the proof that it was.
@NullMarked
package dev.chaperone.workspace.offboardings;

import org.jspecify.annotations.NullMarked;
