// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

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
import java.nio.file.Path;
import java.util.List;

/// Debian's `libhyperscan5`, called by its C interface (hs_compile.h, hs_runtime.h of version 5.4).
/// It tells only where a match ends.
@SuppressWarnings("restricted") // calls into a library
final class Hyperscan {
    private static final int BLOCK_MODE = 1;

    /// A match is told once for each scan, and `.` is any byte.
    private static final int FLAGS = 2 | 8;

    private static final Linker LINKER = Linker.nativeLinker();
    private static int matches;

    private final MemorySegment database;
    private final MemorySegment room;
    private final MemorySegment handler;
    private final MethodHandle scan;

    /// @param arena as long as it is open, it can be used
    /// @throws IOException when a pattern is none, with the pattern
    Hyperscan(Path path, Arena arena, List<String> patterns) throws Throwable {
        SymbolLookup library = SymbolLookup.libraryLookup(path, arena);
        database = compile(library, arena, patterns);
        MemorySegment scratch = arena.allocate(ValueLayout.ADDRESS);
        MethodHandle allocate =
                LINKER.downcallHandle(
                        library.findOrThrow("hs_alloc_scratch"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        if ((int) allocate.invokeExact(database, scratch) != 0) {
            throw new IOException("Hyperscan could not get memory");
        }
        room = scratch.get(ValueLayout.ADDRESS, 0);
        handler = handler(arena);
        scan =
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
    }

    /// How many patterns match in the text, each counted once.
    ///
    /// @param text outside the Java heap
    int scan(MemorySegment text) throws Throwable {
        matches = 0;
        int result =
                (int)
                        scan.invokeExact(
                                database,
                                text,
                                (int) text.byteSize(),
                                0,
                                room,
                                handler,
                                MemorySegment.NULL);
        if (result != 0) {
            throw new IOException("Hyperscan said " + result);
        }
        return matches;
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

    private static MemorySegment handler(Arena arena) throws ReflectiveOperationException {
        MethodHandle count =
                MethodHandles.lookup()
                        .findStatic(
                                Hyperscan.class,
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
