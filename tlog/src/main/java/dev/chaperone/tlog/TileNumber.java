// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import java.util.ArrayList;
import java.util.List;

/// How the number and the width of a tile or bundle stand in its path: `x001/x234/067.p/112`.
final class TileNumber {
    /// Greater than the number of any tile of a tree of less than 2^63 leaves.
    static final long LIMIT = 1L << 55;

    private static final int GROUP = 1000;
    private static final int MOST_TEXT = 64;
    private static final String PARTIAL = ".p/";

    private TileNumber() {}

    static void require(long index, int width) {
        if (index < 0 || index >= LIMIT) {
            throw new IllegalArgumentException("There is no tile " + Long.toUnsignedString(index));
        }
        if (width < 1 || width > Tile.FULL) {
            throw new IllegalArgumentException("A tile is 1 to 256 wide, not " + width);
        }
    }

    static String path(long index, int width) {
        StringBuilder path = new StringBuilder();
        for (String group : groups(index)) {
            path.append('x').append(group).append('/');
        }
        path.append(group(index % GROUP));
        return width == Tile.FULL ? path.toString() : path.append(PARTIAL).append(width).toString();
    }

    private static List<String> groups(long index) {
        List<String> groups = new ArrayList<>();
        for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
            groups.addFirst(group(rest % GROUP));
        }
        return groups;
    }

    private static String group(long value) {
        String digits = Long.toString(value);
        return "000".substring(digits.length()) + digits;
    }

    /// The number in a path; the caller compares with how it should be written.
    static long index(String path) throws MalformedException {
        int partial = path.indexOf(PARTIAL);
        String number = partial < 0 ? path : path.substring(0, partial);
        if (path.length() > MOST_TEXT) {
            throw new MalformedException("A path that is too long: " + Fields.shown(path));
        }
        String digits = number.replace("x", "").replace("/", "");
        long index = Fields.digits(digits) ? parse(digits) : -1;
        if (index < 0 || index >= LIMIT) {
            throw new MalformedException("Not the number of a tile: " + Fields.shown(path));
        }
        return index;
    }

    static int width(String path) throws MalformedException {
        int partial = path.indexOf(PARTIAL);
        if (partial < 0) {
            return Tile.FULL;
        }
        long width = Fields.number(path.substring(partial + PARTIAL.length()));
        if (width < 1 || width >= Tile.FULL) {
            throw new MalformedException("Not the width of a partial tile: " + Fields.shown(path));
        }
        return (int) width;
    }

    private static long parse(String digits) {
        // 18 digits are more than any number of a tile has, and fewer than overflow.
        return digits.length() > 18 ? -1 : Long.parseLong(digits);
    }
}
