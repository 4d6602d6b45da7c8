// SPDX-License-Identifier: Apache-2.0
/// The command on a developer's or auditor's machine.
@NullMarked
package dev.chaperone.cli;

import org.jspecify.annotations.NullMarked;
