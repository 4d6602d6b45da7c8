// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The file that says which entries may be gone: those before its number, whose entry bundles and
/// journal segments were deleted when their time was over (C2SP tlog-tiles, pruning). The hashes of
/// the tree stay, so that the rest can be verified and the number of those that went is known.
final class MinimumIndex {
    static final String FILE = "minimum-index";

    private MinimumIndex() {}

    /// 0 when nothing was pruned.
    static long read(Path ledger) throws IOException {
        Path file = ledger.resolve(FILE);
        try {
            String text = Files.readString(file).strip();
            long minimum = Long.parseLong(text);
            if (minimum < 0) {
                throw new LedgerDamagedException(file, 0, "a minimum index is not negative");
            }
            return minimum;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (NumberFormatException e) {
            throw new LedgerDamagedException(file, 0, "this is not a number");
        }
    }

    /// On disk when it returns: what is deleted afterwards is known to be gone on purpose.
    static void write(Path ledger, long minimum) throws IOException {
        DurableFile.replace(ledger.resolve(FILE), minimum + "\n");
    }
}
