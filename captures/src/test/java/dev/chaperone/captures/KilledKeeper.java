// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import dev.chaperone.vocabulary.CaptureLevel;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Semaphore;

/// A process that keeps bodies until it is killed, and prints the number of every body that was
/// promised to it. [KillTest] starts it.
final class KilledKeeper {
    private static final int IN_FLIGHT = 16;

    private KilledKeeper() {}

    /// @param arguments the directory, the first number
    static void main(String[] arguments) throws Exception {
        Semaphore slots = new Semaphore(IN_FLIGHT);
        PrintStream out = new PrintStream(System.out, true);
        Captures captures = Bodies.open(Path.of(arguments[0]));
        for (int number = Integer.parseInt(arguments[1]); ; number++) {
            int its = number;
            slots.acquire();
            var _ =
                    captures.keep(body(number))
                            .thenRun(() -> {
                                out.print(its + "\n");
                                slots.release();
                            });
        }
    }

    /// The body of a number, in one of five drawers; neighbours share parts.
    static Capture body(int number) {
        String shared = Bodies.text(new Random(number / 20), 2_000);
        String own = Bodies.text(new Random(number), 300);
        return Bodies.capture(
                Bodies.drawer((char) ('a' + number % 5)),
                "interaction_" + number,
                Side.PROMPT,
                CaptureLevel.FULL,
                shared + own,
                2_000);
    }
}
