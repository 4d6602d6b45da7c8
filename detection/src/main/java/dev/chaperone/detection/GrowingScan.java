// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Scans one text that grows: each look reads what is new, and again as much in front of it as a
/// detector may reach. What was told once is not told again. For one thread at a time.
public final class GrowingScan {
    /// Farther than a name and its value, a label in front of a key, and all that a detector looks
    /// at around a place.
    private static final int NEAR = 4 * 1024;

    /// Longer than the longest token, a JSON web token with its 64 KiB of payload.
    private static final int LONGEST_WORD = 72 * 1024;

    private final Scanner scanner;

    // Both count from the beginning of the text.
    private long read;
    private long told;

    /// Where something was told, as far back as it may be seen again.
    private final Set<Place> places = new HashSet<>();

    private record Place(String detector, long start) {}

    /// Of a text of which nothing has come.
    public GrowingScan(Scanner scanner) {
        this.scanner = scanner;
    }

    /// Looks at what has come.
    ///
    /// @param text its end; only the first `length` bytes count
    /// @param dropped how many bytes of the whole text were in front of them
    /// @param all whether to look at a word that may not be complete; it is then perhaps taken for
    ///   another than it becomes
    /// @return what is new, by its place in `text`
    public Scan look(byte[] text, int length, long dropped, boolean all, TimeLimit limit) {
        int end = all ? length : endOfWords(text, length);
        int start = (int) (read - dropped);
        if (end <= start) {
            return Scan.NOTHING_NEW;
        }
        List<Finding> news = new ArrayList<>(0);
        long before = told - dropped;
        Scan scan = scanner.scan(text, lookback(text, start), end, limit);
        for (Finding each : scan.findings()) {
            // What reaches into new text may be more than what was told of its beginning.
            boolean grown = each.end() > start;
            Place place = new Place(each.detector(), dropped + each.start());
            if ((each.start() >= before || grown) && places.add(place)) {
                news.add(each);
                told = Math.max(told, dropped + each.end());
            }
        }
        places.removeIf(place -> place.start() < dropped);
        read = dropped + end;
        return new Scan(news, scan.complete());
    }

    /// Leaves what has come as it is; the next look begins behind it.
    public void giveUp(int length, long dropped) {
        read = dropped + length;
    }

    /// The first byte that the next look will want.
    public int firstWanted(byte[] text, long dropped) {
        return lookback(text, (int) (read - dropped));
    }

    /// Behind the last blank, unless what follows is longer than any token.
    private static int endOfWords(byte[] text, int length) {
        int end = length;
        while (end > 0 && length - end < LONGEST_WORD && (text[end - 1] & 0xff) > ' ') {
            end--;
        }
        return length - end < LONGEST_WORD ? end : length;
    }

    /// Where the scan begins that finds all that ends behind a place: never in the middle of a
    /// word, unless it is longer than any token.
    private static int lookback(byte[] text, int place) {
        int near = Math.max(0, place - NEAR);
        int from = near;
        while (from > 0 && near - from < LONGEST_WORD && (text[from - 1] & 0xff) > ' ') {
            from--;
        }
        return from;
    }
}
