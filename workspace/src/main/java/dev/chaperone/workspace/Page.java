// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.ToLongFunction;

/// A piece of a list, newest first.
///
/// @param next where the following piece begins, opaque; null at the end
public record Page<T>(List<T> items, @Nullable String next) {
    /// The largest piece.
    public static final int MAX_LIMIT = 500;

    public Page {
        items = List.copyOf(items);
    }

    /// A piece cut out of rows that were read with a limit of one more.
    ///
    /// @param key by which the list is sorted, descending
    public static <T> Page<T> of(List<T> rows, int limit, ToLongFunction<T> key) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, limit);
        return new Page<>(items, encode(key.applyAsLong(items.getLast())));
    }

    /// A list that can be read piece by piece.
    @FunctionalInterface
    public interface Pieces<T> {
        Page<T> read(@Nullable String cursor, int limit);
    }

    /// Everything of a list that is known to be small.
    public static <T> List<T> all(Pieces<T> list) {
        List<T> all = new ArrayList<>();
        Page<T> page = list.read(null, MAX_LIMIT);
        all.addAll(page.items());
        while (page.next() != null) {
            page = list.read(page.next(), MAX_LIMIT);
            all.addAll(page.items());
        }
        return all;
    }

    /// The key that a cursor stands for: rows before it come next.
    ///
    /// @param cursor null starts at the newest
    public static long before(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return Long.MAX_VALUE;
        }
        try {
            byte[] text = Base64.getUrlDecoder().decode(cursor);
            long key = Long.parseLong(new String(text, StandardCharsets.US_ASCII));
            if (key >= 0) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw badCursor();
        }
        throw badCursor();
    }

    /// Refuses limits that no list grants.
    public static int checkLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw RejectedException.invalid("limit is " + limit + ", not 1 to " + MAX_LIMIT + ".");
        }
        return limit;
    }

    private static RejectedException badCursor() {
        return RejectedException.invalid("cursor is not one that this list gave out.");
    }

    private static String encode(long key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Long.toString(key).getBytes(StandardCharsets.US_ASCII));
    }
}
