// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.captures.Drawer;
import dev.chaperone.detection.Scanner;
import dev.chaperone.vocabulary.CaptureLevel;

/// Where a body is kept and how much of it.
///
/// @param interaction id of the request it belongs to
/// @param level above metadata
/// @param scanner finds what is not kept at level redacted
record Keep(Drawer drawer, String interaction, CaptureLevel level, Scanner scanner) {}
