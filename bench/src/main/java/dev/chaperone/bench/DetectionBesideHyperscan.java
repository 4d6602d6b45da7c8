// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import dev.chaperone.detection.Scanner;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Our detectors and Hyperscan on the same text in turns, pass by pass in one process, so that both
/// have the same machine: what a virtual processor is worth changes within seconds.
@SuppressWarnings("restricted") // calls into a library
final class DetectionBesideHyperscan {
    private static final int PIECE = 100_000;

    /// So many that the compiler has done its work.
    private static final int WARM_UPS = 12;

    private static final int PASSES = 15;

    private DetectionBesideHyperscan() {}

    /// Prints the speed of both over a file; the second argument is the library's path.
    public static void main(String[] arguments) throws Throwable {
        byte[] text = Files.readAllBytes(Path.of(arguments[0]));
        Scanner scanner = Scanner.builtIn();
        scanner.warmUp();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(text.length);
            MemorySegment.copy(text, 0, copy, ValueLayout.JAVA_BYTE, 0, text.length);
            Path library = Path.of(arguments[1]);
            Hyperscan all = compiled(library, arena, HyperscanPatterns.all());
            Hyperscan forms = compiled(library, arena, HyperscanPatterns.forms());
            double[] ours = new double[PASSES];
            double[] itsAll = new double[PASSES];
            double[] itsForms = new double[PASSES];
            for (int pass = -WARM_UPS; pass < PASSES; pass++) {
                int kept = Math.max(pass, 0);
                ours[kept] = speed(text.length, from -> scanner.scan(text, from, from + PIECE));
                itsAll[kept] = speed(text.length, from -> all.scan(copy.asSlice(from, PIECE)));
                itsForms[kept] = speed(text.length, from -> forms.scan(copy.asSlice(from, PIECE)));
            }
            System.out.printf("in turns, medians of %d passes:%n", PASSES);
            System.out.printf("  Chaperone %.0f MB/s%n", median(ours));
            print("the same", ours, itsAll);
            print("forms only", ours, itsForms);
        }
    }

    private static Hyperscan compiled(Path library, Arena arena, List<String> patterns)
            throws Throwable {
        long started = System.nanoTime();
        Hyperscan hyperscan = new Hyperscan(library, arena, patterns);
        System.out.printf(
                "Hyperscan: %d patterns, compiled in %d ms%n",
                patterns.size(), (System.nanoTime() - started) / 1_000_000);
        return hyperscan;
    }

    /// MB a second over all pieces.
    private static double speed(int length, Reading reading) throws Throwable {
        long begun = System.nanoTime();
        int pieces = length / PIECE;
        for (int piece = 0; piece < pieces; piece++) {
            reading.read(piece * PIECE);
        }
        return pieces * (double) PIECE * 1_000 / (System.nanoTime() - begun);
    }

    private static void print(String what, double[] ours, double[] its) {
        double[] ratios = new double[PASSES];
        for (int pass = 0; pass < PASSES; pass++) {
            ratios[pass] = ours[pass] / its[pass];
        }
        Arrays.sort(ratios);
        System.out.printf(
                "  Hyperscan, %s: %.0f MB/s; Chaperone to it %.2f (%.2f to %.2f)%n",
                what, median(its), median(ratios), ratios[0], ratios[PASSES - 1]);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /// Reads a piece of the text.
    @FunctionalInterface
    private interface Reading {
        void read(int from) throws Throwable;
    }
}
