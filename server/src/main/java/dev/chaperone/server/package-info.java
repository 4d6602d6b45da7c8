// SPDX-License-Identifier: Apache-2.0
/// Main, configuration and wiring: everything that opens files and ports. Read `Main` first.
@NullMarked
package dev.chaperone.server;

import org.jspecify.annotations.NullMarked;
