// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// Where a ledger's files are. Safe for use by many threads.
sealed interface Source extends Closeable permits Folder, Website {
    /// Reads a file whole; false when there is none. Of a file that is longer than `limit` one byte
    /// more is read, which shows that it is.
    ///
    /// @throws UnreadableException when it is there and can not be read
    /// @throws NotAllowedException when it is not shown to this reader
    /// @throws UnreachableException when nothing can be read any more
    boolean read(String path, int limit, Bytes into) throws IOException;

    /// Widths of the partial tiles that lie at the place of this one, smallest first, as far as it
    /// can be told.
    List<Integer> widths(TileName tile) throws IOException;

    /// Gives back what it holds.
    @Override
    void close();
}
