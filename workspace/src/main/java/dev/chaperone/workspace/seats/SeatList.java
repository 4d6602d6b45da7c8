// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.access.AccessKind;
import dev.chaperone.workspace.lists.CsvList;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// A vendor's list: rows of comma-separated values, and what their columns mean.
final class SeatList implements AutoCloseable {
    private final CsvList list;
    private final SeatColumns columns;

    private SeatList(CsvList list, SeatColumns columns) {
        this.list = list;
        this.columns = columns;
    }

    /// Begins to read.
    ///
    /// @param usual kind of what the list does not tell the kind of
    /// @throws RejectedException when it is no list of accounts: it says what is missing
    static SeatList open(Path file, AccessKind usual) throws IOException {
        CsvList list = CsvList.open(Files.newInputStream(file));
        try {
            return new SeatList(list, SeatColumns.of(list.headings(), usual));
        } catch (RejectedException e) {
            list.close();
            throw e;
        }
    }

    /// Headings that mean nothing here, as they are written.
    List<String> ignored() {
        return columns.ignored();
    }

    /// Reads all rows.
    ///
    /// @throws RejectedException for the first that can not be read: it names the line
    void forEach(Consumer<ListedSeat> each) {
        list.forEach((line, cells) -> each.accept(columns.read(line, cells)));
    }

    @Override
    public void close() throws IOException {
        list.close();
    }
}
