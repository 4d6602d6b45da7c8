// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.util.ArrayList;
import java.util.List;

/// Which tile of a tree, by its path: `tile/<level>/<number>`, or `tile/entries/<number>` for the
/// entries themselves, with `.p/<width>` behind it when it is not full.
///
/// @param level 0 to 63, or [#ENTRIES]
/// @param index unsigned
/// @param width 1 to 256
record TileName(int level, long index, int width) {
    /// How many hashes or entries a full tile has.
    static final int WIDTH = 256;

    /// The level of bundles of entries.
    static final int ENTRIES = -1;

    private static final int HIGHEST = 63;
    private static final int GROUP = 3;

    boolean isFull() {
        return width == WIDTH;
    }

    TileName full() {
        return new TileName(level, index, WIDTH);
    }

    TileName ofWidth(int other) {
        return new TileName(level, index, other);
    }

    /// The full tile that a hash of this one stands for.
    TileName child(int at) {
        return new TileName(level - 1, index * WIDTH + at, WIDTH);
    }

    /// The folder of the partial tiles of this place.
    String partials() {
        return full().path() + ".p";
    }

    String path() {
        String kind = level == ENTRIES ? "entries" : Integer.toString(level);
        StringBuilder number = new StringBuilder(Decimal.format(index));
        while (number.length() % GROUP != 0) {
            number.insert(0, '0');
        }
        for (int at = number.length() - GROUP; at > 0; at -= GROUP) {
            number.insert(at, '/');
        }
        String groups = number.toString();
        int last = groups.lastIndexOf('/') + 1;
        String path =
                last == 0
                        ? groups
                        : "x"
                                + groups.substring(0, last - 1).replace("/", "/x")
                                + "/"
                                + groups.substring(last);
        return "tile/" + kind + "/" + path + (isFull() ? "" : ".p/" + width);
    }

    /// Reads a path, in its one right spelling only.
    static TileName parse(String path) throws MalformedException {
        List<String> parts = new ArrayList<>(List.of(path.split("/", -1)));
        if (parts.size() < 3 || !"tile".equals(parts.getFirst())) {
            throw notATile(path);
        }
        int level =
                "entries".equals(parts.get(1)) ? ENTRIES : small(parts.get(1), 0, HIGHEST, path);
        int width = WIDTH;
        String beforeLast = parts.get(parts.size() - 2);
        if (beforeLast.endsWith(".p")) {
            width = small(parts.getLast(), 1, WIDTH - 1, path);
            parts.removeLast();
            parts.set(parts.size() - 1, beforeLast.substring(0, beforeLast.length() - 2));
        }
        StringBuilder digits = new StringBuilder();
        parts.subList(2, parts.size())
                .forEach(part -> digits.append(part.startsWith("x") ? part.substring(1) : part));
        String number = digits.toString();
        while (number.length() > 1 && number.startsWith("0")) {
            number = number.substring(1);
        }
        TileName tile = new TileName(level, Decimal.parse(number), width);
        if (!tile.path().equals(path)) {
            throw notATile(path);
        }
        return tile;
    }

    private static int small(String text, int from, int to, String path) throws MalformedException {
        long number = Decimal.parse(text);
        if (number < from || number > to) {
            throw notATile(path);
        }
        return (int) number;
    }

    private static MalformedException notATile(String path) {
        return new MalformedException("not the path of a tile: " + path);
    }
}
