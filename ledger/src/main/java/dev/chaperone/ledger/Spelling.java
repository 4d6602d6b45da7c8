// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How the words of entries are spelled, worked out once for each: every entry has half a dozen.
final class Spelling {
    private static final Map<Event.Word, String> KNOWN = new ConcurrentHashMap<>();

    private Spelling() {}

    static String of(Event.Word word) {
        return KNOWN.computeIfAbsent(
                word, each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
