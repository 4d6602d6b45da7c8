// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class LedgerExportTest {
    private static final String PATH =
            "/api/v1/ledger/export?from=2026-11-01&to=2026-12-01&format=";

    @TempDir private Path folder;
    private Path file;
    private FakeWorkspace workspace;
    private SampleData data;

    @BeforeEach
    void start() throws IOException {
        file = Files.createDirectory(folder.resolve("out")).resolve("november.jsonl");
        workspace = new FakeWorkspace();
        workspace.answers(PATH + "jsonl", 200, "{\"index\":0}\n{\"index\":1}\n", rows(2));
        data = SampleData.in(folder).running(workspace.url());
    }

    @AfterEach
    void stop() {
        workspace.close();
    }

    @Test
    void writesTheFileWhenItIsComplete() throws IOException {
        Files.writeString(file, "of last month");
        Ran ran = export("jsonl", "-o", file.toString());
        assertThat(ran.err()).isEqualTo("chaperone: 2 entries exported\n");
        assertThat(ran.out()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(file).hasContent("{\"index\":0}\n{\"index\":1}\n");
        assertThat(files()).containsExactly("november.jsonl");
    }

    @Test
    void writesToStandardOutput() {
        Ran ran = export("jsonl");
        assertThat(ran.out()).isEqualTo("{\"index\":0}\n{\"index\":1}\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void countsNoHeaderAsAnEntry() {
        workspace.answers(PATH + "csv", 200, "index,uid\r\n0,a\r\n", rows(1));
        assertThat(export("csv").err()).isEqualTo("chaperone: 1 entry exported\n");
        workspace.answers(PATH + "csv&bom=true", 200, "\ufeffindex,uid\r\n", rows(0));
        Ran ran = export("csv", "--bom");
        assertThat(ran.out()).isEqualTo("\ufeffindex,uid\r\n");
        assertThat(ran.err()).isEqualTo("chaperone: 0 entries exported\n");
    }

    @Test
    void keepsNothingOfAnExportThatHasLessOrMoreThanWasCounted() throws IOException {
        for (long rows : new long[] {1, 3}) {
            workspace.answers(PATH + "jsonl", 200, "{}\n{}\n", rows(rows));
            Files.writeString(file, "of last month");
            Ran ran = export("jsonl", "-o", file.toString());
            assertThat(ran.err()).contains("2 of " + rows + " entries, so nothing was kept");
            assertThat(ran.code()).isEqualTo(3);
            assertThat(file).hasContent("of last month");
            assertThat(files()).containsExactly("november.jsonl");
            assertThat(export("jsonl").out()).isEmpty();
        }
    }

    @Test
    void keepsNothingOfAnExportThatBreaksOff() throws IOException {
        workspace.breaksOff(PATH + "jsonl", "{}\n{}\n", rows(2));
        Ran ran = export("jsonl", "-o", file.toString());
        assertThat(ran.err()).contains("cut short", "nothing was kept of it");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(files()).isEmpty();
    }

    @Test
    void keepsNothingOfAnExportThatStopsComing() throws IOException {
        workspace.stalls(PATH + "jsonl", "{}\n", rows(2));
        Ran ran = export("jsonl", "-o", file.toString(), "--timeout", "0.5");
        assertThat(ran.err()).contains("cut short");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(files()).isEmpty();
    }

    @Test
    void repeatsWhyItWasRefused() throws IOException {
        workspace.refuses(PATH + "jsonl", 400, "from is not before to.");
        Ran ran = export("jsonl", "-o", file.toString());
        assertThat(ran.err()).isEqualTo("chaperone: from is not before to.\n");
        assertThat(ran.code()).isEqualTo(2);
        workspace.refuses(PATH + "jsonl", 403, "Permission read-ledger is missing.");
        assertThat(export("jsonl").err()).contains("may not do this: Permission read-ledger");
        workspace.answers(PATH + "jsonl", 200, "<html>");
        assertThat(export("jsonl").err()).contains("does not say how many entries there are");
        assertThat(files()).isEmpty();
    }

    @Test
    void saysThatTheFolderOfTheFileHasToBeMade() {
        Path none = folder.resolve("no folder");
        Ran ran = export("jsonl", "-o", none.resolve("file").toString());
        assertThat(ran.err())
                .isEqualTo(
                        "chaperone: the folder %s does not exist. Make it (mkdir -p '%s') or name another file with -o\n"
                                .formatted(none, none));
        assertThat(ran.code()).isEqualTo(3);
        assertThat(workspace.asked()).isEmpty();
    }

    @Test
    void writesIntoAFileOnly() throws IOException {
        Ran intoFolder = export("jsonl", "-o", folder.resolve("out").toString());
        assertThat(intoFolder.err()).contains("out is a folder: name a file in it with -o");
        assertThat(intoFolder.code()).isEqualTo(3);
        Files.writeString(file, "of last month");
        Ran underFile = export("jsonl", "-o", file.resolve("below").toString());
        assertThat(underFile.err()).contains("november.jsonl is not a folder");
        assertThat(underFile.code()).isEqualTo(3);
        assertThat(workspace.asked()).isEmpty();
    }

    @Test
    void explainsBadUsage() {
        assertThat(export("xml").err()).contains("--format is 'xml', not ocsf, cef, jsonl or csv");
        assertThat(Ran.of("ledger", "export").err()).contains("--from=T", "--to=T", "--format=");
        assertThat(Ran.of("ledger").code()).isEqualTo(2);
    }

    private Ran export(String format, String... more) {
        List<String> words = new ArrayList<>(List.of("ledger", "export", "--data", data.path()));
        words.addAll(List.of("--from", "2026-11-01", "--to", "2026-12-01", "--format", format));
        words.addAll(List.of(more));
        return Ran.of(words.toArray(String[]::new));
    }

    private static Map<String, String> rows(long rows) {
        return Map.of("chaperone-rows", Long.toString(rows));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.map(each -> each.getFileName().toString()).toList();
        }
    }
}
