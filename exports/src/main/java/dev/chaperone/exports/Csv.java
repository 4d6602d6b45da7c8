// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Comma-separated values (RFC 4180) of entries, in cells as [CsvCells] writes them.
final class Csv implements Format {
    private final Emails emails;

    Csv(Emails emails) {
        this.emails = emails;
    }

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String mediaType() {
        return "text/csv;charset=utf-8";
    }

    @Override
    public String lineEnd() {
        return "\r\n";
    }

    @Override
    public byte[] header() {
        return Arrays.stream(Field.values())
                .map(Field::written)
                .collect(Collectors.joining(","))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] event(Exported entry) throws IOException {
        Facts facts = Facts.of(entry, emails);
        StringBuilder row = new StringBuilder(512);
        String between = "";
        for (Field field : Field.values()) {
            row.append(between);
            between = ",";
            Long number = facts.number(field);
            row.append(number == null ? CsvCells.cell(facts.textOr(field, "")) : number.toString());
        }
        return row.toString().getBytes(StandardCharsets.UTF_8);
    }
}
