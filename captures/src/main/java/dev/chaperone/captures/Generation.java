// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A drawer's file and its key. A drawer has one, and begins another when that one was destroyed or
/// found damaged.
///
/// @param number counted from 1
record Generation(Drawer drawer, int number) {
    /// Ends the names of drawers' files.
    static final String DRAWER = ".drawer";

    /// Ends the names of keys' files.
    static final String KEY = ".key";

    /// Ends the names of what is left of a destroyed one.
    static final String ERASED = ".erased";

    Path file(Places places) {
        return in(places.captures(), DRAWER);
    }

    Path tombstone(Places places) {
        return in(places.captures(), ERASED);
    }

    Path key(Places places) {
        return in(places.keys(), KEY);
    }

    /// What its key and its frames are bound to.
    byte[] label() {
        return toString().getBytes(StandardCharsets.US_ASCII);
    }

    private Path in(Path root, String ending) {
        String name = drawer.person() + (number == 1 ? "" : "." + number) + ending;
        return root.resolve(drawer.retention()).resolve(drawer.month().toString()).resolve(name);
    }

    /// As a line of text: person, month, class and number.
    @Override
    public String toString() {
        return "%s %s %s %d".formatted(drawer.person(), drawer.month(), drawer.retention(), number);
    }
}
