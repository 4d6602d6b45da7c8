// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class DetectTest {
    private static final String PASSWORD = "password = \"Tr0ub4dor&3x\"\n";

    @TempDir private Path folder;

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void endsWithZeroOneTwoOrThree() throws Exception {
        String clean = file("clean", "hello");
        String secret = file("secret", PASSWORD);
        String missing = folder.resolve("missing").toString();
        assertThat(Ran.of("detect", clean).code()).isZero();
        assertThat(Ran.of("detect", clean, secret, missing).code()).isEqualTo(1);
        assertThat(Ran.of("detect", clean, missing).code()).isEqualTo(3);
        assertThat(Ran.of("detect", "--nonsense").code()).isEqualTo(2);
        assertThat(Ran.of("detect", "--baseline", missing, secret).code()).isEqualTo(2);
    }

    @Test
    void refusesWhatCanNotBeMeantTogether() {
        for (String[] words :
                List.of(
                        new String[] {"--json", "--sarif"},
                        new String[] {"--staged", "--range", "a..b"},
                        new String[] {"--staged", "a"},
                        new String[] {"--range", "a..b", "a"},
                        new String[] {"--min-confidence", "sure"})) {
            List<String> all = new ArrayList<>(List.of("detect"));
            all.addAll(List.of(words));
            Ran ran = Ran.of(all.toArray(String[]::new));
            assertThat(ran.code()).as(ran.err()).isEqualTo(2);
            assertThat(ran.err()).startsWith("chaperone: ").contains(words[0]);
            assertThat(ran.out()).isEmpty();
        }
    }

    @Test
    void readsStandardInput() {
        Ran ran =
                Ran.reading(
                        new ByteArrayInputStream(PASSWORD.getBytes(StandardCharsets.UTF_8)),
                        Map.of(),
                        "detect",
                        "--json",
                        "-");
        assertThat(ran.out())
                .startsWith("[{\"file\":\"-\",\"detector\":\"password-assignment\",")
                .endsWith("}]\n");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void leavesWeakerFindingsOut() throws Exception {
        String secret = file("secret", PASSWORD);
        assertThat(Ran.of("detect", "--min-confidence=shaped", secret).code()).isZero();
        assertThat(Ran.of("detect", "--min-confidence=contextual", secret).code()).isEqualTo(1);
    }

    @Test
    void keepsABaseline() throws Exception {
        String secret = file("secret", PASSWORD);
        String baseline = folder.resolve("baseline.json").toString();
        assertThat(Ran.of("detect", "--write-baseline", baseline, secret).code()).isZero();
        assertThat(Ran.of("detect", "--baseline", baseline, secret).code()).isZero();
        assertThat(Ran.of("detect", "--write-baseline", folder + "/no/file", secret).err())
                .contains("does not exist");
    }

    @Test
    void honoursRemarksUnlessTold() throws Exception {
        String secret = file("secret", PASSWORD.strip() + " # gitleaks:allow");
        assertThat(Ran.of("detect", secret).code()).isZero();
        assertThat(Ran.of("detect", "--no-markers", secret).code()).isEqualTo(1);
    }

    @Test
    void usesRulesOfGitleaks() throws Exception {
        String text = file("text", "acme 12345678");
        String rules = file("gitleaks.toml", "[[rules]]\nid = 'acme'\nregex = 'acme ([0-9]{8})'\n");
        Ran ran = Ran.of("detect", "--config", rules, text);
        assertThat(ran.out()).startsWith(text + ":1:6: acme (contextual)");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(Ran.of("detect", "--config", text, text).code()).isEqualTo(2);
    }

    @Test
    void saysThatGitIsMissing() throws Exception {
        Ran ran = process(Map.of("PATH", folder.toString()), "--staged");
        assertThat(ran.err())
                .isEqualTo(
                        "chaperone: git could not be started: install it, or put it on the PATH\n");
        assertThat(ran.code()).isEqualTo(3);
    }

    @Test
    void readsALongLineInLittleMemory() throws Exception {
        Path file = folder.resolve("long");
        try (var out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < 32 << 20; i += 16) {
                out.write("a word and more ");
            }
            out.write(PASSWORD);
        }
        Ran ran = process(Map.of(), file.toString());
        assertThat(ran.out()).startsWith(file + ":1:%d: ".formatted((32 << 20) + 13));
        assertThat(ran.code()).isEqualTo(1);
    }

    /// The command as a process of its own, with as little memory as the launcher could give.
    private Ran process(Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.chaperone.cli.Main",
                                "detect"));
        command.addAll(List.of(words));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Ran(code, Files.readString(out), Files.readString(err));
    }
}
