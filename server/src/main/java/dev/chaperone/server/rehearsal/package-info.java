// SPDX-License-Identifier: Apache-2.0
/// Uses a whole instance from outside for some seconds, as people and their tools would, so that
/// the JVM can learn from it. Read `Rehearsal` first.
@NullMarked
package dev.chaperone.server.rehearsal;

import org.jspecify.annotations.NullMarked;
