// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What can be said about a drawer without reading what is in it.
///
/// @param bytes on disk
/// @param bodies that can be opened
/// @param first when the first of them was kept, null when there is none
/// @param last when the last of them was kept, null when there is none
/// @param erased when the drawer was destroyed, the last time; null when it never was. A drawer can
///   have bodies again afterwards
/// @param erasedBodies how many bodies were destroyed, all times together
public record DrawerFacts(
        Drawer drawer,
        long bytes,
        long bodies,
        @Nullable Instant first,
        @Nullable Instant last,
        @Nullable Instant erased,
        long erasedBodies) {}
