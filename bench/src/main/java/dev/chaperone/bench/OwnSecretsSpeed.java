// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import dev.chaperone.detection.FingerprintKey;
import dev.chaperone.detection.KnownSecret;
import dev.chaperone.detection.KnownSecrets;
import dev.chaperone.detection.Scanner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// What it costs to look for a company's own secrets besides everything else: several lists by
/// turns on the same pieces of a large text, each time the best of some, and the worst text.
final class OwnSecretsSpeed {
    private static final int PIECE = 100_000;
    private static final int PASSES = 30;
    private static final int MOST_PIECES = 100;
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final FingerprintKey KEY = FingerprintKey.of(new byte[FingerprintKey.BYTES]);

    private OwnSecretsSpeed() {}

    private static final class Case {
        private final String title;
        private final Scanner scanner;
        private final long[] best;

        Case(String title, List<KnownSecret> secrets, int pieces) {
            this.title = title;
            this.scanner = Scanner.with(KnownSecrets.of(KEY, secrets), List.of());
            this.best = new long[pieces];
            Arrays.fill(best, Long.MAX_VALUE);
        }

        void read(byte[] text, int piece) {
            long began = System.nanoTime();
            scanner.scan(text, piece * PIECE, (piece + 1) * PIECE);
            best[piece] = Math.min(best[piece], System.nanoTime() - began);
        }

        double micros() {
            return Arrays.stream(best).average().orElse(0) / 1_000;
        }
    }

    /// Prints the cost over a file.
    public static void main(String[] arguments) throws IOException {
        byte[] text = Files.readAllBytes(Path.of(arguments[0]));
        Scanner.builtIn().warmUp();
        Random random = new Random(20261130);
        List<KnownSecret> signs = secrets(random, 1_000);
        signs.add(secret("signs", "x#9!kQ$2v^Lp@7=q"));
        List<KnownSecret> letters = secrets(random, 1_000);
        letters.add(secret("letters", "qzxvkwjmtrbdpnhgfjcs"));
        List<KnownSecret> anything = secrets(random, 1_000);
        anything.add(secret("anything", "qz!xv#kw$jm tr bd"));
        int pieces = Math.min(text.length / PIECE, MOST_PIECES);
        List<Case> cases =
                List.of(
                        new Case("none", List.of(), pieces),
                        new Case("1,000", secrets(random, 1_000), pieces),
                        new Case("10,000", secrets(random, 10_000), pieces),
                        new Case("1,000 and one of digits between signs", signs, pieces),
                        new Case("1,000 and one of small letters", letters, pieces),
                        new Case("1,000 and one of letters between signs", anything, pieces));
        for (int pass = 0; pass < PASSES; pass++) {
            for (int piece = 0; piece < pieces; piece++) {
                for (Case each : cases) {
                    each.read(text, piece);
                }
            }
        }
        double without = cases.getFirst().micros();
        for (Case each : cases) {
            System.out.printf(
                    "%s: %.0f µs for 100 KB, %+.1f %%%n",
                    each.title, each.micros(), (each.micros() / without - 1) * 100);
        }
        worst(random);
    }

    /// Ten thousand secrets of many lengths that are all noticed by the same eight characters, and
    /// a text of nothing but these.
    private static void worst(Random random) {
        List<KnownSecret> alike = secrets(random, 10_000 - 900);
        for (int i = 0; i < 900; i++) {
            alike.add(secret("alike" + i, "ZQJXKVZQ" + "e".repeat(8 + i)));
        }
        Scanner scanner = Scanner.with(KnownSecrets.of(KEY, alike), List.of());
        for (String piece : List.of("ZQJXKVZQ", "ZQJXKVZQ" + "e".repeat(7) + ".")) {
            byte[] hostile =
                    piece.repeat(PIECE / piece.length()).getBytes(StandardCharsets.US_ASCII);
            long best = Long.MAX_VALUE;
            for (int pass = 0; pass < 50; pass++) {
                long began = System.nanoTime();
                scanner.scan(hostile, 0, hostile.length);
                best = Math.min(best, System.nanoTime() - began);
            }
            System.out.printf("%s again and again: %.2f ms for 100 KB%n", piece, best / 1e6);
        }
    }

    private static List<KnownSecret> secrets(Random random, int count) {
        List<KnownSecret> secrets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder value = new StringBuilder();
            random.ints(20 + random.nextInt(24), 0, ALPHABET.length())
                    .forEach(c -> value.append(ALPHABET.charAt(c)));
            secrets.add(secret("secret" + i, value.toString()));
        }
        return secrets;
    }

    private static KnownSecret secret(String name, String value) {
        return KnownSecret.of(KEY, name, KnownSecret.Kind.SECRET, value);
    }
}
