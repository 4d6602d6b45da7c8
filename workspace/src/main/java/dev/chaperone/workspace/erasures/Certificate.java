// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.erasures;

import dev.chaperone.vocabulary.Digest;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was destroyed, when and on which ground; the same stands in the ledger.
///
/// @param erasure id of the erasure; null when the content expired
/// @param rule the ground in words
/// @param entry index in the ledger
/// @param digest of [#lines()]
/// @param drawers in the order of their lines
public record Certificate(
        String id,
        @Nullable String erasure,
        String rule,
        Instant at,
        long entry,
        Digest digest,
        List<Gone> drawers) {
    public Certificate {
        drawers = sorted(drawers);
    }

    static List<Gone> sorted(List<Gone> drawers) {
        return drawers.stream().sorted(Comparator.comparing(Gone::line)).toList();
    }

    /// What the digest covers: a line for each drawer, sorted, each ended by a line feed.
    public String lines() {
        return lines(drawers);
    }

    static String lines(List<Gone> drawers) {
        return sorted(drawers).stream()
                .map(gone -> gone.line() + "\n")
                .collect(Collectors.joining());
    }

    /// How many bodies became unreadable.
    public long bodies() {
        return drawers.stream().mapToLong(Gone::bodies).sum();
    }

    /// The bytes that they took on disk.
    public long bytes() {
        return drawers.stream().mapToLong(Gone::bytes).sum();
    }

    /// Their months, sorted.
    public String months() {
        return months(drawers);
    }

    static String months(List<Gone> drawers) {
        return words(drawers.stream().map(gone -> gone.drawer().month().toString()));
    }

    /// Their retention classes, sorted.
    public String retention() {
        return retention(drawers);
    }

    static String retention(List<Gone> drawers) {
        return words(drawers.stream().map(gone -> gone.drawer().retention()));
    }

    private static String words(Stream<String> words) {
        return words.distinct().sorted().collect(Collectors.joining(", "));
    }
}
