// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.lists;

import dev.chaperone.workspace.RejectedException;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// A list as comma-separated values (RFC 4180, or with semicolons or tabulators), read row by row:
/// it may be longer than what fits into memory.
public final class CsvList implements AutoCloseable {
    private static final int LONGEST_HEADING = 16 * 1024;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final RowReader characters;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> headings;

    private CsvList(
            RowReader characters,
            CSVParser parser,
            Iterator<CSVRecord> records,
            List<String> headings) {
        this.characters = characters;
        this.parser = parser;
        this.records = records;
        this.headings = List.copyOf(headings);
    }

    /// Reads a row.
    @FunctionalInterface
    public interface Row {
        /// Takes it in.
        ///
        /// @param line of the file, from 1
        /// @param cells of this row only: they are not kept
        void take(long line, List<String> cells);
    }

    /// Begins to read.
    ///
    /// @throws RejectedException when there are no headings
    public static CsvList open(InputStream list) throws IOException {
        // Bytes that are no UTF-8 are refused, not replaced.
        BufferedReader text =
                new BufferedReader(
                        new InputStreamReader(list, StandardCharsets.UTF_8.newDecoder()));
        try {
            char delimiter = begin(text);
            RowReader characters = new RowReader(text);
            CSVParser parser =
                    CSVFormat.RFC4180
                            .builder()
                            .setDelimiter(delimiter)
                            .setIgnoreEmptyLines(true)
                            .get()
                            .parse(characters);
            Iterator<CSVRecord> records = parser.iterator();
            if (!records.hasNext()) {
                throw RejectedException.invalid("The list is empty: not even headings are there.");
            }
            List<String> headings = records.next().toList();
            characters.rowEnded();
            return new CsvList(characters, parser, records, headings);
        } catch (UncheckedIOException | IOException | RejectedException e) {
            text.close();
            throw refusal(e, 1);
        }
    }

    /// Passes over the byte order mark and looks with what the headings are separated.
    private static char begin(BufferedReader text) throws IOException {
        text.mark(LONGEST_HEADING + 1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        text.mark(LONGEST_HEADING + 1);
        int[] counts = new int[3];
        boolean quoted = false;
        for (int i = 0; i < LONGEST_HEADING; i++) {
            int c = text.read();
            if (c < 0 || (!quoted && (c == '\n' || c == '\r'))) {
                break;
            }
            quoted ^= c == '"';
            int which = quoted ? -1 : ",;\t".indexOf(c);
            if (which >= 0) {
                counts[which]++;
            }
        }
        text.reset();
        if (counts[1] > counts[0] && counts[1] >= counts[2]) {
            return ';';
        }
        return counts[2] > counts[0] ? '\t' : ',';
    }

    /// The first row.
    public List<String> headings() {
        return headings;
    }

    /// Reads all rows.
    ///
    /// @throws RejectedException for the first that can not be read: it names the line
    public void forEach(Row each) {
        List<String> cells = new ArrayList<>();
        try {
            while (records.hasNext()) {
                long line = parser.getCurrentLineNumber();
                CSVRecord record = records.next();
                characters.rowEnded();
                cells.clear();
                record.forEach(cells::add);
                each.take(line, cells);
            }
        } catch (UncheckedIOException e) {
            throw refusal(e, parser.getCurrentLineNumber());
        }
    }

    private static RejectedException refusal(Exception fault, long line) {
        if (fault instanceof RejectedException rejected) {
            return rejected;
        }
        Throwable cause =
                fault instanceof UncheckedIOException && fault.getCause() != null
                        ? fault.getCause()
                        : fault;
        if (cause instanceof CharacterCodingException) {
            return RejectedException.invalid(
                    "The list is not UTF-8: save it as CSV in UTF-8 and hand it in again.");
        }
        return RejectedException.invalid(
                "Near line "
                        + line
                        + " quotation marks are not as in CSV: the list can not be read to its"
                        + " end.");
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
