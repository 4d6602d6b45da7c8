// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Ten different values of persons in one text are customer data; fewer, or the same ones again,
/// are not.
class CustomerDataTest {
    private static final int RECORDS = 10;

    @Test
    void takesTheNumberOfRecordsFromTheFile() {
        assertThat(Detectors.customerData().records()).isEqualTo(RECORDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user%d@northwind.io",
                "INSERT INTO users VALUES (%1$d, 'user%1$d@northwind.io');",
                "{\"email\":\"user%d@mail.northwind.co.uk\"},",
                "<a href=\"mailto:user%d@northwind.io\">write</a>",
                "%d,+49 30 9018 20%1$02d,Berlin",
                "%d;+1 (415) 555-26%1$02d;",
                "call (415) 555-26%02d",
                "415-555-26%02d",
                "phone: 030 9018 20%02d",
                "{\"mobile\": \"06123456%02d\"}",
                "\"last_name\": \"Lovelace%s\"",
                "SSN 536-22-87%02d"
            })
    void findsTenOfAKind(String line) {
        assertThat(records(lines(RECORDS, i -> line(line, i)))).hasSize(RECORDS);
        assertThat(records(lines(RECORDS - 1, i -> line(line, i)))).isEmpty();
    }

    private static String line(String line, int i) {
        return line.contains("%s") ? line.formatted((char) ('a' + i)) : line.formatted(i + 11);
    }

    @Test
    void addsUpDifferentKinds() {
        String text =
                lines(4, i -> "user" + i + "@northwind.io,+49 30 9018 20" + (10 + i) + ",")
                        + "paid by card 4532 0151 1283 0366, IBAN DE89 3704 0044 0532 0130 00\n";

        assertThat(records(text)).hasSize(RECORDS);
    }

    @Test
    void countsTheSameValueOnce() {
        assertThat(records("jane@northwind.io\n".repeat(50))).isEmpty();
        assertThat(records(lines(5, i -> "+49 30 9018 201" + i + "\n+49-30-9018-201" + i)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name,city,phone\nLovelace,London,020 7946 09%d",
                "content: name,phone\nLovelace,020 7946 09%d",
                "name;Phone Number;city\nLovelace;\"0660 / 12 34 5%d\";Wien",
                "\"name\",\"mobile_phone\"\r\n\"Lovelace, A.\",\"06123456%d\"",
                "Telefon\tName\n(030) 9018-20%d\tLovelace",
                "| name | phone |\n|------|-------|\n| Lovelace | 555-26%d |"
            })
    void findsNumbersInAColumnThatOnlyItsHeaderExplains(String table) {
        int row = table.lastIndexOf('\n');
        String header = table.substring(0, row + 1);
        String line = table.substring(row + 1);

        assertThat(records(header + lines(RECORDS, i -> line(line, i)))).hasSize(RECORDS);
        assertThat(records(header + lines(RECORDS - 1, i -> line(line, i)))).isEmpty();
        assertThat(records(lines(RECORDS, i -> line(line, i)))).isEmpty();
    }

    @Test
    void readsAColumnToItsEndOnly() {
        String ten = "name,phone\n" + lines(RECORDS, i -> "x,020 7946 09" + (i + 10));

        assertThat(records(ten.replace("020 7946 0914", "n/a"))).isEmpty();
        for (String nothing : List.of("", "-", "n/a")) {
            String gap = ten.replace("020 7946 0914", nothing) + "y,020 7946 0920\n";
            assertThat(records(gap)).as(nothing).hasSize(RECORDS);
        }
        assertThat(records(ten.replace("x,020 7946 0914", "that was all"))).isEmpty();
        assertThat(records(ten.replace("020 7946 0914", "see below"))).isEmpty();
        assertThat(records(ten.replace("x,020 7946 0914", "x,+44 20 7946 0914"))).hasSize(RECORDS);
    }

    @Test
    void takesNoCodeForAHeader() {
        String rows = lines(50, i -> "x, 12345" + (i + 10));

        assertThat(records("call(name, phone)\n" + rows)).isEmpty();
        assertThat(records("name, phone = read()\n" + rows)).isEmpty();
        assertThat(records("phone\n" + rows)).isEmpty();
    }

    /// So that all of them are masked where a text is kept without them.
    @Test
    void tellsEveryPlaceOfEachRecord() {
        String list = lines(RECORDS, i -> "user" + i + "@northwind.io");

        assertThat(records(list + list)).hasSize(2 * RECORDS);
    }

    @Test
    void leavesNumbersTheirOwnDetectors() {
        String text = lines(RECORDS, i -> "SSN 536-22-87" + (i + 10));

        assertThat(findings(text).stream().filter(each -> each.detector().equals("us-ssn")))
                .hasSize(RECORDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user%d@example.com",
                "user%d@mail.example.org",
                "user%d@northwind.example",
                "user%d@northwind.test",
                "user%d@localhost",
                "12%d+me@users.noreply.github.com",
                "noreply@northwind%d.io",
                "git@host%d.io:me/it.git",
                "postgres://user:pw@db%d.northwind.io/x",
                "Author: Jane Doe <jane%d@northwind.io>",
                "Jane Doe <jane%d@northwind.io>",
                "Signed-off-by: jane%d@northwind.io",
                "Copyright 2024 jane%d@northwind.io",
                "icon%d@2x.png lodash@4.17.%1$d",
                "@Test void it%d() @Override",
                "800-555-01%d",
                "+1234567%d",
                "x = 555 - 123 - 45%d",
                "2024-05-17 10:11:%d",
                "last_name = user.name%d",
                "\"last_name\": \"Last name %d\""
            })
    void doesNotCountWhatIsNobodys(String line) {
        assertThat(findings(lines(50, i -> line.formatted(i + 10))))
                .noneMatch(each -> each.detector().equals("customer-data"));
    }

    @Test
    void doesNotCountAnAddressInASecret() {
        String text = lines(12, i -> "curl -u jane@northwind.io:qX7!vT2#k" + i + " https://x.io/");

        assertThat(findings(text)).isNotEmpty();
        assertThat(records(text)).isEmpty();
    }

    @Test
    void findsTheSameWhereverABlockEnds() {
        String list = lines(RECORDS, i -> "user" + i + "@northwind.io, +49 30 9018 20" + (i + 10));
        for (int at = Marks.BLOCK - list.length(); at < Marks.BLOCK + 5; at++) {
            assertThat(records(" ".repeat(at) + list)).as("at %d", at).hasSize(2 * RECORDS);
        }
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<Finding> records(String text) {
        return findings(text).stream()
                .filter(each -> each.detector().equals("customer-data"))
                .toList();
    }

    private static List<Finding> findings(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Scanner.builtIn().scan(bytes, 0, bytes.length);
    }
}
