// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import dev.chaperone.detection.Finding;
import dev.chaperone.detection.Scanner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// How fast the detectors read a large text in pieces as long as prompts, and how much they find in
/// it.
final class DetectionSpeed {
    private static final int PIECE = 100_000;
    private static final int WARM_UPS = 12;
    private static final int PASSES = 5;

    private DetectionSpeed() {}

    /// Prints the speed over a file.
    public static void main(String[] arguments) throws IOException {
        long started = System.nanoTime();
        Scanner scanner = Scanner.builtIn();
        System.out.printf(
                "%d detectors, loaded in %d ms%n",
                scanner.descriptions().size(), millis(System.nanoTime() - started));
        byte[] text = Files.readAllBytes(Path.of(arguments[0]));
        long first = System.nanoTime();
        scanner.scan(text, 0, PIECE);
        long readied = System.nanoTime();
        scanner.warmUp();
        System.out.printf(
                "first 100 KB %d ms; warmed up in %d ms%n",
                millis(readied - first), millis(System.nanoTime() - readied));
        int pieces = text.length / PIECE;
        long[] times = new long[pieces * PASSES];
        double[] speeds = new double[PASSES];
        for (int pass = -WARM_UPS; pass < PASSES; pass++) {
            long begun = System.nanoTime();
            for (int piece = 0; piece < pieces; piece++) {
                long at = System.nanoTime();
                scanner.scan(text, piece * PIECE, (piece + 1) * PIECE);
                if (pass >= 0) {
                    times[pass * pieces + piece] = System.nanoTime() - at;
                }
            }
            double speed = pieces * (double) PIECE * 1_000 / (System.nanoTime() - begun);
            if (pass >= 0) {
                speeds[pass] = speed;
            } else if (pass == -WARM_UPS) {
                System.out.printf("first pass %.0f MB/s%n", speed);
            }
        }
        Arrays.sort(speeds);
        Arrays.sort(times);
        System.out.printf(
                "%.0f MB/s; of 100 KB the median takes %d µs, the 99th percentile %d µs, the slowest"
                        + " %d µs%n",
                speeds[PASSES / 2],
                times[times.length / 2] / 1_000,
                times[times.length * 99 / 100] / 1_000,
                times[times.length - 1] / 1_000);
        print(findings(scanner, text, pieces), pieces);
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    private static Map<String, Integer> findings(Scanner scanner, byte[] text, int pieces) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int piece = 0; piece < pieces; piece++) {
            for (Finding finding : scanner.scan(text, piece * PIECE, (piece + 1) * PIECE)) {
                counts.merge(
                        finding.detector() + " " + finding.confidence().written(), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static void print(Map<String, Integer> counts, int pieces) {
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf("%.2f findings a MB%n", all * 1e6 / (pieces * (double) PIECE));
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(20)
                .forEach(each -> System.out.println("  " + each.getKey() + " " + each.getValue()));
    }
}
