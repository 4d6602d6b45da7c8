// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import com.github.luben.zstd.Zstd;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/// A process that keeps bodies while its system calls fail, destroys a drawer now and then, opens
/// the store again when it can not go on, and prints what was promised to it.
/// [SystemCallFaultsTest] starts it.
final class FaultedKeeper {
    /// The person whose drawer is destroyed now and then.
    static final char ERASED = 'e';

    private static final int BODIES = 130;
    private static final int ERASE_EVERY = 20;
    private static final int LIVES = 20;

    private final PrintStream out = new PrintStream(System.out, true);
    private final Path directory;
    private int next;
    private int last;

    private FaultedKeeper(Path directory) {
        this.directory = directory;
    }

    /// @param arguments the directory, one to warm up in, the first number
    static void main(String[] arguments) throws Exception {
        FaultedKeeper keeper = new FaultedKeeper(Path.of(arguments[0]));
        keeper.warmUp(Path.of(arguments[1]));
        TracedProcess.awaitFaults();
        keeper.next = Integer.parseInt(arguments[2]);
        keeper.last = keeper.next + BODIES;
        for (int life = 0; life < LIVES && keeper.next < keeper.last; life++) {
            keeper.live();
        }
        keeper.out.println("end");
        Runtime.getRuntime().halt(0);
    }

    private void warmUp(Path elsewhere) throws Exception {
        TracedProcess.load(Cabinet.class);
        TracedProcess.load(Zstd.class);
        Files.createDirectories(elsewhere);
        try (Captures captures = Bodies.open(elsewhere)) {
            captures.keep(KilledKeeper.body(1)).get();
            var _ = captures.destroy(KilledKeeper.body(1).drawer());
        }
        out.println(TracedProcess.WARM);
    }

    /// From an opening to the next fault that only a restart mends.
    private void live() throws InterruptedException {
        try (Captures captures = Bodies.open(directory)) {
            boolean sound = true;
            while (sound && next < last) {
                sound = keep(captures, next++);
                if (next % ERASE_EVERY == 0) {
                    destroy(captures);
                }
            }
        } catch (IOException e) {
            next++;
            out.println("refused: " + e.getMessage());
        }
    }

    /// Whether it makes sense to go on.
    private boolean keep(Captures captures, int number) throws InterruptedException {
        try {
            captures.keep(KilledKeeper.body(number)).get();
            out.println("promised " + number);
            return true;
        } catch (ExecutionException e) {
            out.println("refused: " + e.getMessage());
            return !captures.trouble().orElse("").contains("restart");
        }
    }

    private void destroy(Captures captures) {
        out.println("destroying");
        try {
            var _ = captures.destroy(Bodies.drawer(ERASED));
            out.println("destroyed");
        } catch (IOException e) {
            out.println("refused: " + e.getMessage());
        }
    }
}
