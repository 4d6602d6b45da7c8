// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

class CefTest {
    private final Cef cef = new Cef(Emails.NONE);

    @Test
    void saysWhatWasDecidedAboutARequest() throws IOException {
        Parsed parsed = parse(line(cef, Samples.exported(4, Samples.intent(Event.Effect.BLOCKED))));

        assertThat(parsed.header())
                .containsExactly(
                        "CEF:0",
                        "Chaperone",
                        "Chaperone",
                        "1",
                        "request.blocked",
                        "AI request blocked",
                        "6");
        assertThat(parsed.extension())
                .containsEntry("rt", Long.toString(Samples.NOON.toEpochMilli()))
                .containsEntry("externalId", Samples.ORIGIN + "#4")
                .containsEntry("suser", Samples.ADA.value())
                .containsEntry("act", "blocked")
                .containsEntry("reason", "no-secrets")
                .containsEntry("cs4Label", "repository")
                .containsEntry("cs4", "acme/shop")
                .doesNotContainKey("flexString1");
    }

    @Test
    void namesTheCompanysOwnSecretsThatWereFound() throws IOException {
        String line = line(cef, Samples.exported(7, Samples.intentWithOwnSecrets()));

        assertThat(parse(line).extension())
                .containsEntry("flexString2Label", "secretNames")
                .containsEntry("flexString2", "backup-server; shop.DB_PASSWORD");
    }

    @Test
    void writesEveryKindOfEntryAsOneShortLine() throws IOException {
        for (Exported entry : Samples.all()) {
            String line = line(cef, entry);
            assertThat(line).startsWith("CEF:0|").doesNotContain("\n", "\r");
            assertThat(parse(line).extension()).containsEntry("externalId", entry.uid());
            assertThat(line.length()).isLessThan(2_000);
        }
    }

    @Test
    void putsTheAddressInPlaceOfTheIdOnlyWhereItMay() throws IOException {
        Exported entry = Samples.exported(4, Samples.intent(Event.Effect.ALLOWED));

        assertThat(parse(line(new Cef(_ -> "ada@x.example"), entry)).extension())
                .containsEntry("suser", "ada@x.example")
                .containsEntry("suid", Samples.ADA.value());
    }

    @Test
    void cutsWhatIsTooLongAndSaysSo() throws IOException {
        String long1 = "ö=|\\".repeat(1_000);
        Map<String, String> details = new TreeMap<>();
        for (int i = 0; i < 50; i++) {
            details.put("k" + i, "\ud83d\ude00\n".repeat(300));
        }
        List<Exported> entries =
                List.of(
                        Samples.exported(0, Samples.intent(Event.Effect.ALLOWED, long1, long1)),
                        Samples.exported(
                                1,
                                Samples.change("a|b\\.c\n" + long1, "s=".repeat(9_000), details)));
        for (Exported entry : entries) {
            byte[] bytes = cef.event(entry);
            Parsed parsed = parse(new String(bytes, StandardCharsets.UTF_8));
            assertThat(bytes.length).isLessThanOrEqualTo(Cef.MAX_BYTES);
            assertThat(parsed.header()).hasSize(7);
            assertThat(parsed.extension())
                    .containsEntry("flexString1Label", "truncated")
                    .containsEntry("externalId", entry.uid());
            String cut = parsed.extension().getOrDefault("flexString1", "");
            for (String key : cut.split(",", -1)) {
                assertThat(parsed.extension().get(key)).endsWith("…");
            }
        }
    }

    @Test
    void canBeReadBackWhateverTheValuesAre() {
        Random random = new Random(7);
        String letters = "ab=|\\\n\r x=1 é\ud83d\ude00,\"";
        for (int round = 0; round < 20_000; round++) {
            Map<String, String> values = new LinkedHashMap<>();
            StringBuilder line = new StringBuilder("CEF:0|a|b|c|d|e|1|");
            for (int each = 0; each < 3; each++) {
                StringBuilder value = new StringBuilder();
                for (int i = random.nextInt(8); i > 0; i--) {
                    int at = random.nextInt(letters.codePointCount(0, letters.length()));
                    value.appendCodePoint(letters.codePointAt(letters.offsetByCodePoints(0, at)));
                }
                values.put("k" + each, value.toString());
                line.append(each > 0 ? " " : "")
                        .append("k" + each + "=")
                        .append(Cef.value(value.toString(), 1_000));
            }
            assertThat(line.toString()).doesNotContain("\n", "\r");
            assertThat(parse(line.toString()).extension()).isEqualTo(values);
        }
    }

    private static String line(Cef cef, Exported entry) throws IOException {
        return new String(cef.event(entry), StandardCharsets.UTF_8);
    }

    private record Parsed(List<String> header, Map<String, String> extension) {}

    private static Parsed parse(String line) {
        List<String> header = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int at = 0;
        for (; header.size() < 7; at++) {
            char c = line.charAt(at);
            if (c == '\\') {
                piece.append(line.charAt(++at));
            } else if (c == '|') {
                header.add(piece.toString());
                piece.setLength(0);
            } else {
                piece.append(c);
            }
        }
        return new Parsed(header, extension(line.substring(at)));
    }

    /// A key is the word before an `=` that no backslash precedes; its value goes to the blank
    /// before the next key.
    private static Map<String, String> extension(String text) {
        List<Integer> equals = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '=') {
                equals.add(i);
            }
        }
        Map<String, String> extension = new LinkedHashMap<>();
        for (int i = 0; i < equals.size(); i++) {
            int start = text.lastIndexOf(' ', equals.get(i)) + 1;
            int end =
                    i + 1 < equals.size()
                            ? text.lastIndexOf(' ', equals.get(i + 1))
                            : text.length();
            extension.put(
                    text.substring(start, equals.get(i)),
                    unescaped(text.substring(equals.get(i) + 1, end)));
        }
        return extension;
    }

    private static String unescaped(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escaped = value.charAt(++i);
            text.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
        }
        return text.toString();
    }
}
