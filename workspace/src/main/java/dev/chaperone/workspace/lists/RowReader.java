// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.lists;

import dev.chaperone.workspace.RejectedException;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/// Hands characters on, and refuses a row that never ends: what is not closed would be collected in
/// memory until the end of the file.
final class RowReader extends FilterReader {
    /// Characters; what is read ahead counts.
    private static final int LONGEST_ROW = 64 * 1024;

    private int sinceRow;

    RowReader(Reader from) {
        super(from);
    }

    /// A row has ended.
    void rowEnded() {
        sinceRow = 0;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    private void count(int characters) {
        sinceRow += characters;
        if (sinceRow > LONGEST_ROW) {
            throw RejectedException.invalid(
                    "A row has more than "
                            + LONGEST_ROW
                            + " characters: is a quotation mark not closed?");
        }
    }
}
