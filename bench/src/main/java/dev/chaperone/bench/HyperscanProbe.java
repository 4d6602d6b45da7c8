// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import dev.chaperone.detection.Detector;
import dev.chaperone.detection.Scanner;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How fast Hyperscan reads the same text for the same forms: each shape as a regular expression,
/// and for those that need a word before them one in the way of gitleaks: word, operator, value. It
/// tells only where a match ends, and checks nothing else.
///
/// The library is Debian's `libhyperscan5`, called by its C interface (hs_compile.h, hs_runtime.h
/// of version 5.4).
@SuppressWarnings("restricted") // calls into a library
final class HyperscanProbe {
    private static final int PIECE = 100_000;
    private static final int WARM_UPS = 2;
    private static final int PASSES = 5;
    private static final int BLOCK_MODE = 1;

    /// A match is told once for each scan, and `.` is any byte.
    private static final int FLAGS = 2 | 8;

    private static final Pattern RUN = Pattern.compile("\\{(\\w+):(\\d+)(?:-(\\d+))?}");

    /// The classes of docs/detectors.md.
    private static final Map<String, String> CLASSES =
            Map.ofEntries(
                    Map.entry("digit", "[0-9]"),
                    Map.entry("hex", "[0-9a-f]"),
                    Map.entry("hexi", "[0-9A-Fa-f]"),
                    Map.entry("lower", "[a-z]"),
                    Map.entry("alpha", "[A-Za-z]"),
                    Map.entry("alnuml", "[0-9a-z]"),
                    Map.entry("alnumu", "[0-9A-Z]"),
                    Map.entry("b62", "[0-9A-Za-z]"),
                    Map.entry("word", "[0-9A-Za-z_]"),
                    Map.entry("b64", "[0-9A-Za-z+/]"),
                    Map.entry("b64u", "[0-9A-Za-z_-]"),
                    Map.entry("b64p", "[0-9A-Za-z+/=_-]"),
                    Map.entry("b32", "[A-Z2-7]"),
                    Map.entry("b32l", "[a-z2-7]"),
                    Map.entry("b58", "[1-9A-HJ-NP-Za-km-z]"),
                    Map.entry("bech32", "[02-9ac-hj-np-z]"),
                    Map.entry("bech32u", "[02-9AC-HJ-NP-Z]"),
                    Map.entry("azsec", "[0-9A-Za-z_~.-]"),
                    Map.entry("urlenc", "[0-9A-Za-z%+/=_-]"),
                    Map.entry("urlish", "[0-9A-Za-z._-]"),
                    Map.entry("graph", "[!#-&(-:<-_a-~]"));

    private static final Linker LINKER = Linker.nativeLinker();
    private static int matches;

    private HyperscanProbe() {}

    /// Prints the speed over a file; the second argument is the library's path.
    public static void main(String[] arguments) throws Throwable {
        byte[] text = Files.readAllBytes(Path.of(arguments[0]));
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup library = SymbolLookup.libraryLookup(Path.of(arguments[1]), arena);
            long started = System.nanoTime();
            List<String> patterns = patterns();
            MemorySegment database = compile(library, arena, patterns);
            System.out.printf(
                    "Hyperscan: %d patterns, compiled in %d ms%n",
                    patterns.size(), (System.nanoTime() - started) / 1_000_000);
            measure(library, arena, database, text);
        }
    }

    private static List<String> patterns() {
        List<String> patterns = new ArrayList<>();
        for (Detector detector : Scanner.builtIn().descriptions()) {
            for (String shape : detector.shapes()) {
                String token = expression(shape);
                patterns.add(
                        detector.near().isEmpty()
                                ? token
                                : "(?i:%s)[ \\t\\w.-]{0,20}[\\s'\"]{0,3}(?:=|>|:|,)['\"\\s=]{0,5}%s"
                                        .formatted(words(detector.near()), token));
            }
        }
        return patterns;
    }

    private static String words(List<String> words) {
        return String.join("|", words.stream().map(HyperscanProbe::quoted).toList());
    }

    private static String expression(String shape) {
        StringBuilder written = new StringBuilder();
        Matcher run = RUN.matcher(shape);
        int at = 0;
        while (run.find()) {
            written.append(quoted(shape.substring(at, run.start())));
            boolean last = run.end() == shape.length();
            at = run.end();
            if (last && run.group(2).equals("0")) {
                break;
            }
            String most = run.group(3) == null || last ? "" : "," + run.group(3);
            written.append(CLASSES.get(run.group(1)))
                    .append('{')
                    .append(run.group(2))
                    .append(most)
                    .append('}');
        }
        return written.append(quoted(shape.substring(at))).toString();
    }

    private static String quoted(String literal) {
        return literal.replaceAll("[^\\w ]", "\\\\$0");
    }

    private static MemorySegment compile(SymbolLookup library, Arena arena, List<String> patterns)
            throws Throwable {
        int count = patterns.size();
        MemorySegment expressions = arena.allocate(ValueLayout.ADDRESS, count);
        MemorySegment flags = arena.allocate(ValueLayout.JAVA_INT, count);
        MemorySegment ids = arena.allocate(ValueLayout.JAVA_INT, count);
        for (int i = 0; i < count; i++) {
            expressions.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(patterns.get(i)));
            flags.setAtIndex(ValueLayout.JAVA_INT, i, FLAGS);
            ids.setAtIndex(ValueLayout.JAVA_INT, i, i);
        }
        MemorySegment database = arena.allocate(ValueLayout.ADDRESS);
        MemorySegment error = arena.allocate(ValueLayout.ADDRESS);
        MethodHandle compile =
                LINKER.downcallHandle(
                        library.findOrThrow("hs_compile_multi"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS));
        int result =
                (int)
                        compile.invokeExact(
                                expressions,
                                flags,
                                ids,
                                count,
                                BLOCK_MODE,
                                MemorySegment.NULL,
                                database,
                                error);
        if (result != 0) {
            // hs_compile_error_t begins with the message and the number of the pattern.
            MemorySegment said = error.get(ValueLayout.ADDRESS, 0).reinterpret(16);
            String message = said.get(ValueLayout.ADDRESS, 0).reinterpret(1_000).getString(0);
            int pattern = said.get(ValueLayout.JAVA_INT, 8);
            throw new IOException(message + (pattern < 0 ? "" : ": " + patterns.get(pattern)));
        }
        return database.get(ValueLayout.ADDRESS, 0);
    }

    private static void measure(
            SymbolLookup library, Arena arena, MemorySegment database, byte[] text)
            throws Throwable {
        MemorySegment scratch = arena.allocate(ValueLayout.ADDRESS);
        MethodHandle allocate =
                LINKER.downcallHandle(
                        library.findOrThrow("hs_alloc_scratch"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        if ((int) allocate.invokeExact(database, scratch) != 0) {
            throw new IOException("Hyperscan could not get memory");
        }
        MethodHandle scan =
                LINKER.downcallHandle(
                        library.findOrThrow("hs_scan"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS));
        MemorySegment copy = arena.allocate(text.length);
        MemorySegment.copy(text, 0, copy, ValueLayout.JAVA_BYTE, 0, text.length);
        MemorySegment handler = handler(arena);
        MemorySegment room = scratch.get(ValueLayout.ADDRESS, 0);
        int pieces = text.length / PIECE;
        double[] speeds = new double[PASSES];
        for (int pass = -WARM_UPS; pass < PASSES; pass++) {
            matches = 0;
            long begun = System.nanoTime();
            for (int piece = 0; piece < pieces; piece++) {
                MemorySegment from = copy.asSlice((long) piece * PIECE, PIECE);
                int result =
                        (int)
                                scan.invokeExact(
                                        database,
                                        from,
                                        PIECE,
                                        0,
                                        room,
                                        handler,
                                        MemorySegment.NULL);
                if (result != 0) {
                    throw new IOException("Hyperscan said " + result);
                }
            }
            if (pass >= 0) {
                speeds[pass] = pieces * (double) PIECE * 1_000 / (System.nanoTime() - begun);
            }
        }
        Arrays.sort(speeds);
        System.out.printf(
                "Hyperscan: %.0f MB/s; %.1f matches a MB%n",
                speeds[PASSES / 2], matches * 1e6 / (pieces * (double) PIECE));
    }

    private static MemorySegment handler(Arena arena) throws ReflectiveOperationException {
        MethodHandle count =
                MethodHandles.lookup()
                        .findStatic(
                                HyperscanProbe.class,
                                "count",
                                MethodType.methodType(
                                        int.class,
                                        int.class,
                                        long.class,
                                        long.class,
                                        int.class,
                                        MemorySegment.class));
        return LINKER.upcallStub(
                count,
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS),
                arena);
    }

    @SuppressWarnings("unused") // Hyperscan calls it
    private static int count(int id, long from, long to, int flags, MemorySegment context) {
        matches++;
        return 0;
    }
}
