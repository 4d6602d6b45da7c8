// SPDX-License-Identifier: Apache-2.0
/// What vendors' own lists show: accounts, keys and tokens, to which people they belong, and what
/// of it is not as it should be. Read [SeatReadings] first, then [SeatFindings].
@NullMarked
package dev.chaperone.workspace.seats;

import org.jspecify.annotations.NullMarked;
