// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Bodies and drawers for tests.
final class Bodies {
    static final Drawer DRAWER = drawer('a');
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);
    static final CaptureLimits SMALL =
            new CaptureLimits(1_000, 8 << 20, 16, 2, 32 * 1024, Duration.ofSeconds(20));

    private Bodies() {}

    static Drawer drawer(char person) {
        PersonId id = new PersonId("person_" + String.valueOf(person).repeat(26));
        return new Drawer(id, YearMonth.of(2026, 11), "standard");
    }

    static Captures open(Path directory) throws IOException {
        return open(directory, new Disk());
    }

    static Captures open(Path directory, Storage storage) throws IOException {
        return Cabinet.open(Places.in(directory), CLOCK, SMALL, storage);
    }

    /// A prompt at level full, cut into pieces of the sizes given; the rest is the last one.
    static Capture full(String interaction, String body, int... sizes) {
        return capture(DRAWER, interaction, Side.PROMPT, CaptureLevel.FULL, body, sizes);
    }

    static Capture capture(
            Drawer drawer,
            String interaction,
            Side side,
            CaptureLevel level,
            String body,
            int... sizes) {
        byte[] bytes = body.getBytes(US_ASCII);
        return new Capture(
                drawer,
                interaction,
                side,
                level,
                salt(interaction),
                bytes,
                bytes.length,
                pieces(bytes, sizes),
                List.of());
    }

    static byte[] salt(String interaction) {
        return Digest.sha256().digest(interaction.getBytes(US_ASCII));
    }

    static List<Piece> pieces(byte[] body, int... sizes) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        for (int size : sizes) {
            pieces.add(piece(body, from, from + size));
            from += size;
        }
        if (from < body.length || pieces.isEmpty()) {
            pieces.add(piece(body, from, body.length));
        }
        return pieces;
    }

    static Piece piece(byte[] body, int from, int to) {
        byte[] digest = Digest.sha256().digest(Arrays.copyOfRange(body, from, to));
        return new Piece(from, to, digest);
    }

    /// Text that compresses about as well as program text.
    static String text(Random random, int length) {
        StringBuilder text = new StringBuilder(length + 16);
        while (text.length() < length) {
            text.append(WORDS[random.nextInt(WORDS.length)]);
            text.append(random.nextInt(8) == 0 ? Integer.toString(random.nextInt(10_000)) : " ");
        }
        return text.substring(0, length);
    }

    private static final String[] WORDS =
            ("return final private static void String length int new if else for while this null true"
                            + " List Map Optional throws IOException record class interface import\\n"
                            + " \\n        .stream() .map( => { } ( ) ; = == != && || \\\" // /// @Test assertThat")
                    .split(" ", -1);
}
