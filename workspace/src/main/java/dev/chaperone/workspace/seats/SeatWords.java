// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.workspace.access.AccessKind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// What headings and words of vendors' lists mean. They are data: `words.txt`.
final class SeatWords {
    private static final SeatWords BUILT_IN = read();

    /// The words of each field, in the order in which they count.
    private final Map<String, List<String>> words;

    private SeatWords(Map<String, List<String>> words) {
        this.words = Map.copyOf(words);
    }

    static SeatWords builtIn() {
        return BUILT_IN;
    }

    private static SeatWords read() {
        try (InputStream file = SeatWords.class.getResourceAsStream("words.txt")) {
            String text =
                    new String(
                            Objects.requireNonNull(file, "words.txt is missing from this build")
                                    .readAllBytes(),
                            StandardCharsets.UTF_8);
            Map<String, List<String>> words = new HashMap<>();
            text.lines()
                    .filter(line -> !line.startsWith("#") && line.indexOf(':') > 0)
                    .forEach(line -> {
                        int colon = line.indexOf(':');
                        words.put(
                                line.substring(0, colon).strip(),
                                Arrays.stream(line.substring(colon + 1).split(",", -1))
                                        .map(SeatWords::plain)
                                        .toList());
                    });
            return new SeatWords(words);
        } catch (IOException e) {
            throw new UncheckedIOException("words.txt could not be read", e);
        }
    }

    /// Without capitals, spaces and signs; a cell that has nothing but signs stays as it is.
    static String plain(String word) {
        String lower = word.strip().toLowerCase(Locale.ROOT);
        String letters = lower.replaceAll("[^\\p{L}\\p{N}]", "");
        return letters.isEmpty() ? lower : letters;
    }

    /// The place of the column for a field; -1 when there is none.
    ///
    /// @param headings plain
    int column(String field, List<String> headings) {
        return words.getOrDefault(field, List.of()).stream()
                .mapToInt(headings::indexOf)
                .filter(place -> place >= 0)
                .findFirst()
                .orElse(-1);
    }

    /// The first synonym of a field, for a message.
    String example(String field) {
        return words.getOrDefault(field, List.of(field)).getFirst();
    }

    boolean saysNothing(String cell) {
        return cell.isBlank() || is("= nothing", cell);
    }

    boolean saysYes(String cell) {
        return is("= yes", cell);
    }

    /// Whether a state means that it can not be used any more.
    boolean isOver(String state, AccessKind kind) {
        return is("= ended", state) || (kind != AccessKind.SEAT && is("= ended-key", state));
    }

    /// What a cell calls a kind; null when it is no kind.
    @Nullable AccessKind kind(String cell) {
        for (AccessKind each : AccessKind.values()) {
            if (is("= " + each.written(), cell)) {
                return each;
            }
        }
        return null;
    }

    private boolean is(String list, String cell) {
        return words.getOrDefault(list, List.of()).contains(plain(cell));
    }
}
