// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class CsvTest {
    private static final String COLUMNS =
            "index,uid,time,type,action,actor,subject,person,email,token,interaction,source,"
                    + "operation,tool,tool_version,tool_declared,plan,account,vendor,model,upstream,"
                    + "stream,repository,session,decision,rule,findings,finding_count,scan,policy,"
                    + "register,prompt_bytes,request,result,status,answer_bytes,input_tokens,"
                    + "output_tokens,stop_reason,millis,details,leaf_hash,secret_names,commit";

    private final Csv csv = new Csv(Emails.NONE);

    @Test
    void keepsItsColumnsAsDocumented() {
        assertThat(new String(csv.header(), StandardCharsets.UTF_8)).isEqualTo(COLUMNS);
        assertThat(csv.lineEnd()).isEqualTo("\r\n");
    }

    @Test
    void saysInOneRowWhoAskedWhatAndWhatBecameOfIt() throws IOException {
        Exported outcome = Samples.all().get(1);

        List<String> row = row(outcome);

        assertThat(row).hasSize(COLUMNS.split(",", -1).length);
        assertThat(cell(row, "uid")).isEqualTo(Samples.ORIGIN + "#1");
        assertThat(cell(row, "type")).isEqualTo("outcome");
        assertThat(cell(row, "person")).isEqualTo(Samples.ADA.value());
        assertThat(cell(row, "email")).isEmpty();
        assertThat(cell(row, "tool")).isEqualTo("claude-code");
        assertThat(cell(row, "findings")).isEqualTo("jwt:proven:2");
        assertThat(cell(row, "request")).isEqualTo("0");
        assertThat(cell(row, "output_tokens")).isEqualTo("22");
        assertThat(cell(row, "leaf_hash")).isEqualTo(outcome.leafHash());
        assertThat(cell(row, "commit")).isEqualTo(Samples.COMMIT);
    }

    @Test
    void namesTheCompanysOwnSecretsThatWereFound() throws IOException {
        Event.Intent intent = Samples.intentWithOwnSecrets();
        List<Exported> entries =
                List.of(
                        Samples.exported(7, intent),
                        Samples.exported(8, Samples.outcome(7), intent));

        for (Exported entry : entries) {
            List<String> row = row(entry);
            assertThat(cell(row, "secret_names")).isEqualTo("backup-server; shop.DB_PASSWORD");
            assertThat(cell(row, "findings"))
                    .isEqualTo("canary:exact:1; company-secret:exact:3; jwt:proven:2");
        }
        assertThat(cell(row(Samples.all().getFirst()), "secret_names")).isEmpty();
    }

    @Test
    void tellsAnAddressOnlyWhereItMay() throws IOException {
        Exported entry = Samples.all().getFirst();
        String told =
                new String(new Csv(_ -> "ada@x.example").event(entry), StandardCharsets.UTF_8);

        assertThat(told).contains(Samples.ADA.value(), "ada@x.example");
        assertThat(new String(csv.event(entry), StandardCharsets.UTF_8)).doesNotContain("@x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\tx",
                "\rx",
                "\nx",
                "  =1",
                "\u00a0=1",
                "\u200b=1",
                "\ufeff=1",
                "＝1",
                "＋1",
                "－1",
                "＠x",
                " ＝1",
                "'=1",
                "'"
            })
    void letsNoSpreadsheetTakeATextForAFormula(String text) {
        assertThat(CsvCells.cell(text)).startsWith("\"'").endsWith("\"");
    }

    @Test
    void keepsNumbersNumbers() throws IOException {
        Exported entry = Samples.exported(3, Samples.outcome(-5));

        assertThat(new String(csv.event(entry), StandardCharsets.UTF_8)).contains(",-5,answered,");
    }

    @Test
    void guardsEveryTextOfAHostileEntry() throws IOException {
        String formula = "=HYPERLINK(\"http://evil.example\")";
        Exported entry =
                Samples.exported(
                        0,
                        Samples.intent(dev.chaperone.ledger.Event.Effect.ALLOWED, formula, "@x"));

        List<String> row = parse(new String(csv.event(entry), StandardCharsets.UTF_8));

        assertThat(row.get(column("repository"))).isEqualTo("'" + formula);
        assertThat(row.get(column("model"))).isEqualTo("'@x");
    }

    @Test
    void canBeReadBackWhateverTheValuesAre() {
        Random random = new Random(7);
        String letters = "ab,\";'= +-@\t\r\n\u00e9\u200b＝\ud83d\ude00";
        for (int round = 0; round < 20_000; round++) {
            List<String> values = new ArrayList<>();
            StringBuilder line = new StringBuilder();
            for (int cell = 0; cell < 3; cell++) {
                StringBuilder value = new StringBuilder();
                for (int i = random.nextInt(6); i > 0; i--) {
                    int at = random.nextInt(letters.codePointCount(0, letters.length()));
                    value.appendCodePoint(letters.codePointAt(letters.offsetByCodePoints(0, at)));
                }
                values.add(value.toString());
                line.append(cell > 0 ? "," : "").append(CsvCells.cell(value.toString()));
            }
            assertThat(line.toString()).doesNotContain("\r", "\n");
            assertThat(parse(line.toString()).stream().map(CsvTest::undo).toList())
                    .isEqualTo(
                            values.stream()
                                    .map(v -> v.replace('\r', ' ').replace('\n', ' '))
                                    .toList());
        }
    }

    private List<String> row(Exported entry) throws IOException {
        return parse(new String(csv.event(entry), StandardCharsets.UTF_8)).stream()
                .map(CsvTest::undo)
                .toList();
    }

    private static String cell(List<String> row, String name) {
        return row.get(column(name));
    }

    private static int column(String name) {
        return List.of(COLUMNS.split(",", -1)).indexOf(name);
    }

    private static String undo(String cell) {
        return cell.startsWith("'") ? cell.substring(1) : cell;
    }

    /// RFC 4180, strictly.
    private static List<String> parse(String line) {
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (true) {
            StringBuilder cell = new StringBuilder();
            if (at < line.length() && line.charAt(at) == '"') {
                at++;
                while (line.charAt(at) != '"' || line.startsWith("\"\"", at)) {
                    cell.append(line.charAt(at));
                    at += line.charAt(at) == '"' ? 2 : 1;
                }
                at++;
            } else {
                while (at < line.length() && line.charAt(at) != ',') {
                    assertThat(line.charAt(at)).isNotEqualTo('"');
                    cell.append(line.charAt(at++));
                }
            }
            cells.add(cell.toString());
            if (at == line.length()) {
                return cells;
            }
            assertThat(line.charAt(at++)).isEqualTo(',');
        }
    }
}
