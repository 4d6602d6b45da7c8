// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.chaperone.detection.Confidence;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class PathsTest {
    @TempDir private Path folder;

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void namesFileLineColumnAndNeverTheValue() throws Exception {
        write("a.env", "# é\né = 1; export TOKEN=" + Swept.TOKEN + "\n" + Swept.PASSWORD_LINE);
        Swept swept = Swept.in(folder).of("a.env").run();
        assertThat(swept.lines())
                .containsExactly(
                        "a.env:2:21: GitHub personal access token (classic) (proven)"
                                + " ghp_… (40 characters)",
                        "a.env:3:13: Password, secret or token in an assignment (contextual)"
                                + " … (12 characters)",
                        "2 findings in 1 text (%,d bytes)"
                                .formatted(Files.size(folder.resolve("a.env"))));
        assertThat(swept.outcome()).isEqualTo(Outcome.FOUND);
        assertThat(swept.err()).isEmpty();
    }

    @Test
    void readsFoldersInTheOrderOfNamesAndLeavesGitsOwnOut() throws Exception {
        for (String name : new String[] {"b/x", "a/b/y", "a/a", ".git/config", "c/.git/z"}) {
            write("src/" + name, Swept.PASSWORD_LINE);
        }
        assertThat(Swept.in(folder).of("src").run().lines())
                .hasSize(4)
                .satisfies(lines -> assertThat(lines.get(0)).startsWith("src/a/a:1:13: "))
                .satisfies(lines -> assertThat(lines.get(1)).startsWith("src/a/b/y:1:13: "))
                .satisfies(lines -> assertThat(lines.get(2)).startsWith("src/b/x:1:13: "));
        assertThat(Swept.in(folder.resolve("src")).run().out()).startsWith("a/a:1:13: ");
    }

    @Test
    void findsNothingWhereNothingIs() throws Exception {
        write("a.txt", "hello\n");
        write("empty", "");
        Swept swept = Swept.in(folder).run();
        assertThat(swept.out()).isEqualTo("0 findings in 2 texts (6 bytes)\n");
        assertThat(swept.outcome()).isEqualTo(Outcome.CLEAN);
    }

    @Test
    void readsWhatWindowsWritesInUtf16() throws Exception {
        // Pairs of surrogates on both sides of each end of a reader's buffer.
        String text =
                "x" + "\uD83D\uDE00".repeat(10_000) + "\r\n$token = '" + Swept.TOKEN + "'\r\n";
        Files.write(folder.resolve("little.ps1"), ("\uFEFF" + text).getBytes(UTF_16LE));
        Files.write(folder.resolve("big.ps1"), ("\uFEFF" + text).getBytes(UTF_16BE));
        Files.write(folder.resolve("odd"), new byte[] {(byte) 0xff, (byte) 0xfe, 'a'});
        Files.write(folder.resolve("short"), new byte[] {(byte) 0xff});

        assertThat(Swept.in(folder).run().lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("big.ps1:2:11: GitHub"))
                .anyMatch(line -> line.startsWith("little.ps1:2:11: GitHub"));
    }

    @Test
    void countsWhatIsNoTextAndFollowsNoLinkThatNobodyNames() throws Exception {
        write("picture", "\0" + Swept.PASSWORD_LINE);
        write("real/a", Swept.PASSWORD_LINE);
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real/a"));
        Files.createSymbolicLink(folder.resolve("real/round"), folder);
        assertThat(Swept.in(folder).run().lines())
                .hasSize(2)
                .endsWith("1 finding in 1 text (25 bytes); not read: 1 binary, 2 symbolic links");
        assertThat(Swept.in(folder).of("link").run().out()).startsWith("link:1:13: ");
    }

    @Test
    void namesWhatCanNotBeReadAndReadsTheRest() throws Exception {
        write("a", "hello");
        Swept swept = Swept.in(folder).of("missing", "/proc/self/mem", "a").run();
        assertThat(swept.err())
                .contains("chaperone: missing does not exist\n")
                .contains("chaperone: /proc/self/mem can not be read: ");
        assertThat(swept.out())
                .isEqualTo("0 findings in 1 text (5 bytes); not read: 2 that could not be read\n");
        assertThat(swept.outcome()).isEqualTo(Outcome.INCOMPLETE);
        write("a", Swept.PASSWORD_LINE);
        assertThat(Swept.in(folder).of("missing", "a").run().outcome()).isEqualTo(Outcome.FOUND);
    }

    @Test
    void readsStandardInput() throws Exception {
        Swept swept = Swept.in(folder).of("-").reading("x\n" + Swept.PASSWORD_LINE).run();
        assertThat(swept.out()).startsWith("-:2:13: Password");
        assertThat(swept.outcome()).isEqualTo(Outcome.FOUND);
    }

    @Test
    void findsWhatLiesAcrossThePiecesOfALongLine() throws Exception {
        StringBuilder text = new StringBuilder("first\n");
        int tokens = 0;
        while (text.length() < 6_000_000) {
            text.append(" word".repeat(2_000 + tokens % 7)).append(' ').append(Swept.TOKEN);
            tokens++;
        }
        write("long", text.toString());
        Swept swept = Swept.in(folder).of("long").as(Request.Format.JSON).run();
        int at = text.indexOf(Swept.TOKEN);
        int found = 0;
        for (String finding : swept.out().split("\\},\\{", -1)) {
            assertThat(finding)
                    .contains("\"line\":2,\"start\":%d,\"end\":%d,".formatted(at, at + 40));
            at = text.indexOf(Swept.TOKEN, at + 1);
            found++;
        }
        assertThat(found).isEqualTo(tokens);
    }

    @Test
    void countsLinesAlongManyPieces() throws Exception {
        String line = "nothing to see in this line\n";
        write("long", line.repeat(200_000) + "é " + Swept.PASSWORD_LINE);
        assertThat(Swept.in(folder).of("long").run().out()).startsWith("long:200001:15: ");
    }

    @Test
    void tellsEveryOneOfThousands() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            text.append(Swept.token(i)).append(i % 3 == 0 ? ' ' : '\n');
        }
        write("dump", text.toString());
        Swept swept = Swept.in(folder).of("dump").run();
        assertThat(swept.lines()).hasSize(5_001).doesNotHaveDuplicates();
    }

    @Test
    void leavesWeakFindingsOutWhenAsked() throws Exception {
        write("a", Swept.PASSWORD_LINE + "\n" + Swept.TOKEN + "\n");
        assertThat(Swept.in(folder).atLeast(Confidence.SHAPED).run().lines())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst()).startsWith("a:2:1: GitHub"));
    }

    @Test
    void steersNoTerminalByTheNameOfAFile() throws Exception {
        write("a\u001b[31m\nb", Swept.PASSWORD_LINE);
        assertThat(Swept.in(folder).run().lines())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst()).startsWith("a\uFFFD[31m\uFFFDb:"));
    }
}
