// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The launcher `./chaperone`, in a small tree of its own with JDKs and a Maven that only say that
/// they were called.
class LauncherTest {
    private static final List<String> TOOLS =
            List.of(
                    "dirname",
                    "readlink",
                    "grep",
                    "find",
                    "head",
                    "tail",
                    "mkdir",
                    "touch",
                    "mv",
                    "cat",
                    "rm",
                    "id");

    @TempDir private Path folder;
    private Path root;
    private Path tools;

    @BeforeEach
    void grow() throws IOException {
        root = Files.createDirectories(folder.resolve("a tree"));
        tools = Files.createDirectories(folder.resolve("bin"));
        for (String tool : TOOLS) {
            Path real =
                    Stream.of("/usr/bin/", "/bin/")
                            .map(place -> Path.of(place + tool))
                            .filter(Files::isExecutable)
                            .findFirst()
                            .orElseThrow();
            program(tools.resolve(tool), "exec " + real + " \"$@\"");
        }
        Files.copy(Path.of("..", "chaperone"), root.resolve("chaperone"));
        Files.createDirectories(root.resolve("cli/src"));
        Files.writeString(root.resolve("pom.xml"), "");
        Files.writeString(root.resolve("cli/pom.xml"), "");
        Files.createDirectories(root.resolve("target"));
        Path stamp = Files.writeString(root.resolve("target/build.stamp"), "");
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.now().plusSeconds(60)));
    }

    private Path jdk(String place, String version) throws IOException {
        Path home = folder.resolve(place);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        program(home.resolve("bin/java"), "echo \"java of " + place + "\"; printf '%s\\n' \"$@\"");
        return home;
    }

    private static void program(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ran launch(Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", root.resolve("chaperone").toString());
        builder.command().addAll(List.of(words));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        Map<String, String> all = new HashMap<>();
        all.put("PATH", tools.toString());
        all.put("CHAPERONE_JDK_FOLDERS", folder.resolve("nowhere").toString());
        all.putAll(environment);
        builder.environment().putAll(all);
        int code = builder.start().waitFor();
        return new Ran(
                code,
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private static Map<String, String> with(String name, Object value) {
        return Map.of(name, value.toString());
    }

    @Test
    void startsAWitnessAsAProgramOfItsOwn() throws Exception {
        jdk("usual/new-25", "25.0.1");
        Ran ran =
                launch(
                        with("CHAPERONE_JDK_FOLDERS", folder + "/usual/*"),
                        "witness",
                        "--data",
                        "a folder");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .contains("\n" + root + "/witness/target/app/*\ndev.chaperone.witness.Main\n")
                .endsWith("\n--data\na folder\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void findsAJdkInTheUsualFoldersAndHandsTheCommandOn() throws Exception {
        jdk("usual jvm/old-17", "17.0.2");
        jdk("usual jvm/new-25", "25.0.1");
        Ran ran =
                launch(
                        with("CHAPERONE_JDK_FOLDERS", "/nowhere/*:" + folder + "/usual jvm/*"),
                        "token",
                        "create",
                        "--name",
                        "my laptop");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).startsWith("java of usual jvm/new-25\n");
        assertThat(ran.out())
                .contains("\n" + root + "/cli/target/app/*\ndev.chaperone.cli.Main\n")
                .endsWith("\ntoken\ncreate\n--name\nmy laptop\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void letsTheLedgersCommandsHashFast() throws Exception {
        jdk("jvm/one-25", "25.0.1");
        Map<String, String> folders = Map.of("CHAPERONE_JDK_FOLDERS", folder + "/jvm/*");
        assertThat(launch(folders, "doctor").out()).contains("TieredStopAtLevel");
        assertThat(launch(folders, "ledger", "verify", "a dir").out())
                .doesNotContain("TieredStopAtLevel")
                .endsWith("\nledger\nverify\na dir\n");
    }

    @Test
    void handsDetectOn() throws Exception {
        jdk("jvm/one-25", "25.0.1");
        Map<String, String> folders = Map.of("CHAPERONE_JDK_FOLDERS", folder + "/jvm/*");
        assertThat(launch(folders, "detect", "--json", "a b").out())
                .contains("-Dchaperone.progress=false\n")
                .endsWith("\ndev.chaperone.cli.Main\ndetect\n--json\na b\n");
    }

    @Test
    void prefersTheHomeThatIsNamed() throws Exception {
        jdk("jvm/one-25", "25.0.1");
        Path named = jdk("mine", "25.0.2");
        String folders = folder + "/jvm/*";
        assertThat(
                        launch(
                                        Map.of(
                                                "CHAPERONE_JDK_FOLDERS",
                                                folders,
                                                "CHAPERONE_JAVA_HOME",
                                                named.toString()),
                                        "doctor")
                                .out())
                .startsWith("java of mine\n");
        assertThat(
                        launch(
                                        Map.of(
                                                "CHAPERONE_JDK_FOLDERS",
                                                folders,
                                                "JAVA_HOME",
                                                jdk("old", "17.0.2").toString()),
                                        "doctor")
                                .out())
                .startsWith("java of jvm/one-25\n");
    }

    @Test
    void takesNoOtherJdkInPlaceOfOneThatIsNamed() throws Exception {
        jdk("jvm/one-25", "25.0.1");
        Path old = jdk("old", "17.0.2");
        for (Path named : List.of(old, folder.resolve("nothing"))) {
            Ran ran =
                    launch(
                            Map.of(
                                    "CHAPERONE_JDK_FOLDERS",
                                    folder + "/jvm/*",
                                    "CHAPERONE_JAVA_HOME",
                                    named.toString()),
                            "up");
            assertThat(ran.err())
                    .startsWith("chaperone: CHAPERONE_JAVA_HOME names " + named + ",")
                    .contains("unset it");
            assertThat(ran.out()).isEmpty();
            assertThat(ran.code()).isEqualTo(3);
        }
    }

    @Test
    void findsTheJdkOfTheJavaOnThePath() throws Exception {
        Path home = jdk("linked", "25.0.1");
        Files.createSymbolicLink(tools.resolve("java"), home.resolve("bin/java"));
        assertThat(launch(Map.of(), "person", "add").out()).startsWith("java of linked\n");
    }

    @Test
    void saysThatAJdkIsMissing() throws Exception {
        for (String command :
                List.of("up", "doctor", "token", "person", "secrets", "ledger", "build", "test")) {
            Ran ran = launch(with("JAVA_HOME", jdk("old", "17.0.2")), command);
            assertThat(ran.err())
                    .startsWith("chaperone: JDK 25 is missing: looked at CHAPERONE_JAVA_HOME")
                    .contains("Install a JDK 25");
            assertThat(ran.out()).isEmpty();
            assertThat(ran.code()).isEqualTo(3);
        }
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        Path home = jdk("jdk", "25.0.1");
        Files.delete(root.resolve("target/build.stamp"));
        for (String command : List.of("up", "doctor", "build", "test", "format")) {
            Ran ran = launch(with("JAVA_HOME", home), command);
            assertThat(ran.err()).contains("chaperone: Maven is missing. Install it");
            assertThat(ran.code()).isEqualTo(3);
        }
    }

    @Test
    void buildsBeforeACommandOnlyWhenSourcesAreNewer() throws Exception {
        Path home = jdk("jdk", "25.0.1");
        program(tools.resolve("mvn"), "echo \"$JAVA_HOME $JAVA25_HOME\" >>built");
        Map<String, String> environment =
                Map.of("CHAPERONE_JAVA_HOME", home.toString(), "JAVA_HOME", "/nowhere");
        launch(environment, "doctor");
        assertThat(root.resolve("built")).doesNotExist();
        Files.delete(root.resolve("target/build.stamp"));
        Ran ran = launch(environment, "doctor");
        assertThat(ran.err()).contains("Building Chaperone");
        assertThat(ran.out()).startsWith("java of jdk\n");
        assertThat(root.resolve("built")).hasContent(home + " " + home);
    }

    @Test
    void rehearsesOnceAfterABuildAndStartsWithWhatWasLearned() throws Exception {
        Path home = jdk("jdk", "25.0.1");
        Path learned = root.resolve("target/learned.aot");
        program(
                home.resolve("bin/java"),
                "case \"$*\" in *Rehearsal*) echo rehearsed; echo >'"
                        + learned
                        + "';; *) printf '%s\\n' \"$@\";; esac");
        Files.setLastModifiedTime(
                root.resolve("target/build.stamp"), FileTime.from(Instant.now().minusSeconds(60)));
        Files.setLastModifiedTime(
                root.resolve("pom.xml"), FileTime.from(Instant.now().minusSeconds(90)));
        for (String source : List.of("cli/src", "cli/pom.xml")) {
            Files.setLastModifiedTime(
                    root.resolve(source), FileTime.from(Instant.now().minusSeconds(90)));
        }

        Ran first = launch(with("JAVA_HOME", home), "up", "--demo");
        Ran second = launch(with("JAVA_HOME", home), "up", "--demo");

        assertThat(first.err()).contains("Rehearsing");
        assertThat(root.resolve("target/rehearsal.log")).hasContent("rehearsed");
        assertThat(second.err()).isEmpty();
        for (Ran ran : List.of(first, second)) {
            assertThat(ran.out())
                    .contains("-XX:AOTCache=" + learned + "\n")
                    .endsWith("\ndev.chaperone.server.Main\nup\n--demo\n");
        }
    }

    @Test
    void startsWithoutARehearsalThatFailed() throws Exception {
        Path home = jdk("jdk", "25.0.1");
        program(
                home.resolve("bin/java"),
                "case \"$*\" in *Rehearsal*) echo broke; exit 1;; *) printf '%s\\n' \"$@\";; esac");

        Ran ran = launch(with("JAVA_HOME", home), "up");

        assertThat(ran.err()).contains("the rehearsal failed, which only makes starts slower");
        assertThat(ran.out()).doesNotContain("AOTCache=").endsWith("\nup\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void showsTheEndOfAFailedBuild() throws Exception {
        program(tools.resolve("mvn"), "echo 'it broke'; exit 1");
        Files.delete(root.resolve("target/build.stamp"));
        Ran ran = launch(with("JAVA_HOME", jdk("jdk", "25.0.1")), "doctor");
        assertThat(ran.err()).contains("it broke", "the build failed; all of its output is in");
        assertThat(ran.code()).isEqualTo(3);
    }

    @Test
    void namesACommandThatThereIsNot() throws Exception {
        Ran ran = launch(Map.of(), "docter");
        assertThat(ran.err())
                .contains("./chaperone doctor [--data DIR]")
                .endsWith("chaperone: unknown command: docter\n");
        assertThat(ran.out()).isEmpty();
        assertThat(ran.code()).isEqualTo(2);
    }

    @Test
    void helpsWithoutAJdk() throws Exception {
        Ran ran = launch(Map.of());
        assertThat(ran.out()).contains("up", "doctor", "token create", "person add");
        assertThat(ran.code()).isZero();
    }
}
