// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// In real repositories.
class GitChangesTest {
    private static final String NAME = "a b\"é.env";

    @TempDir private Path folder;
    private Path repository;

    @BeforeEach
    void begin() throws Exception {
        repository = Files.createDirectories(folder.resolve("repository"));
        git("init", "-q", "-b", "main");
    }

    private String git(String... words) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of("git", "-c", "user.name=x", "-c", "user.email=x@example.com"));
        command.addAll(List.of(words));
        Process process =
                new ProcessBuilder(command)
                        .directory(repository.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    private void write(String name, String... lines) throws Exception {
        Files.writeString(repository.resolve(name), String.join("\n", lines) + "\n");
    }

    private String commit() throws Exception {
        git("add", "-A");
        git("commit", "-q", "-m", "change");
        return git("rev-parse", "HEAD");
    }

    private Swept staged() throws Exception {
        git("add", "-A");
        return Swept.in(repository).ofStaged().run();
    }

    private Swept range(String revisions) throws Exception {
        return Swept.in(repository).ofRange(revisions).run();
    }

    @Test
    void tellsAddedLinesOnlyByTheirPlaceInTheNewFile() throws Exception {
        write(NAME, Swept.PASSWORD_LINE, "", "x = 1");
        commit();
        write(NAME, "# new", Swept.PASSWORD_LINE, "", Swept.TOKEN, "x = 1");
        Swept swept = staged();
        assertThat(swept.lines()).hasSize(2);
        assertThat(swept.out()).startsWith(NAME + ":4:1: GitHub");
        assertThat(swept.outcome()).isEqualTo(Outcome.FOUND);
    }

    @Test
    void readsWhatIsStagedAndNotWhatIsOnlyWritten() throws Exception {
        write(NAME, Swept.TOKEN);
        git("add", "-A");
        write(NAME, "nothing");
        assertThat(Swept.in(repository).ofStaged().run().out()).startsWith(NAME + ":1:1: GitHub");
        git("add", "-A");
        write(NAME, Swept.TOKEN);
        assertThat(Swept.in(repository).ofStaged().run().outcome()).isEqualTo(Outcome.CLEAN);
    }

    @Test
    void doesTheSameFromAFolderBelow() throws Exception {
        Files.createDirectories(repository.resolve("below"));
        write("below/a", Swept.TOKEN);
        git("add", "-A");
        Swept swept = Swept.in(repository.resolve("below")).ofStaged().run();
        assertThat(swept.out()).startsWith("below/a:1:1: GitHub");
    }

    @Test
    void findsNothingInWhatIsDeletedOrUnchanged() throws Exception {
        write(NAME, Swept.TOKEN);
        write("b", Swept.TOKEN);
        commit();
        git("rm", "-q", NAME);
        git("mv", "b", "c");
        git("mv", "c", "b");
        Files.createSymbolicLink(repository.resolve("link"), Path.of(NAME));
        Swept swept = staged();
        assertThat(swept.out())
                .isEqualTo("0 findings in 0 texts (0 bytes); not read: 1 symbolic links\n");
    }

    @Test
    void findsInARangeWhatALaterCommitRemoved() throws Exception {
        write(NAME, "x");
        String first = commit();
        write(NAME, "x", Swept.TOKEN);
        String second = commit();
        write(NAME, "x");
        commit();
        Swept swept = range(first + "..HEAD");
        assertThat(swept.lines()).hasSize(2);
        assertThat(swept.out())
                .startsWith(NAME + ":2:1: GitHub")
                .contains(" in commit " + second.substring(0, 10));
        assertThat(range(second + "..HEAD").outcome()).isEqualTo(Outcome.CLEAN);
        assertThat(range("HEAD").outcome()).as("the whole history").isEqualTo(Outcome.FOUND);
        assertThat(Swept.in(repository).ofRange("HEAD").as(Request.Format.JSON).run().out())
                .contains("\"commit\":\"" + second + "\"");
    }

    @Test
    void findsInAMergeWhatIsInNoneOfItsParents() throws Exception {
        write("a", "1", "2", "3", "4", "5");
        String first = commit();
        git("checkout", "-q", "-b", "side");
        write("a", "1", "2", "3", "4", "side " + Swept.token(1));
        commit();
        git("checkout", "-q", "main");
        write("a", "main " + Swept.token(2), "2", "3", "4", "5");
        commit();
        git("merge", "-q", "--no-commit", "side");
        write("a", "main " + Swept.token(2), "2", Swept.TOKEN, "4", "side " + Swept.token(1));
        String merge = commit();
        assertThat(range(merge + "^1..HEAD").out()).contains("a:5:6: ", "a:3:1: ", "2 findings");
        assertThat(range(first + "..HEAD").out()).contains("3 findings");
    }

    @Test
    void namesWhatIsInConflict() throws Exception {
        write("a", "1");
        commit();
        git("checkout", "-q", "-b", "side");
        write("a", "2");
        commit();
        git("checkout", "-q", "main");
        write("a", "3");
        commit();
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> git("merge", "side"));
        Swept swept = Swept.in(repository).ofStaged().run();
        assertThat(swept.err()).isEqualTo("chaperone: a is in conflict and was not read\n");
        assertThat(swept.outcome()).isEqualTo(Outcome.INCOMPLETE);
    }

    @Test
    void ignoresAPlaceInOneCommitOnly() throws Exception {
        write("a", Swept.TOKEN);
        String first = commit();
        write("a", "x");
        commit();
        write("a", Swept.TOKEN);
        commit();
        write(".gitleaksignore", first + ":a:github-pat-classic:1");
        assertThat(range("HEAD").out()).contains("1 finding in", "left out: 1 in .gitleaksignore");
    }

    @Test
    void honoursRemarksOfTheFile() throws Exception {
        write("a", "# pragma: allowlist nextline secret");
        commit();
        write("a", "# pragma: allowlist nextline secret", Swept.PASSWORD_LINE);
        assertThat(staged().outcome()).isEqualTo(Outcome.CLEAN);
    }

    @Test
    void runsNothingThatTheRepositoryNames() throws Exception {
        write(".gitattributes", "* diff=evil filter=evil");
        write("a", "x");
        commit();
        git("config", "diff.external", "touch ran; false");
        git("config", "diff.evil.textconv", "touch ran; false");
        git("config", "diff.evil.command", "touch ran; false");
        write("a", Swept.TOKEN);
        assertThat(staged().outcome()).isEqualTo(Outcome.FOUND);
        commit();
        assertThat(range("HEAD").outcome()).isEqualTo(Outcome.FOUND);
        assertThat(repository.resolve("ran")).doesNotExist();
    }

    @Test
    void saysWhatGitSays() throws Exception {
        assertThatExceptionOfType(SweepException.class)
                .isThrownBy(() -> Swept.in(folder).ofStaged().run())
                .withMessageContaining("not a git repository")
                .withMessageContaining("Run it inside a repository");
        for (String range : List.of("nope..HEAD", "--output=x", "--all")) {
            assertThatExceptionOfType(SweepException.class)
                    .isThrownBy(() -> range(range))
                    .withMessageStartingWith("git says: ");
        }
        assertThat(repository.resolve("x")).doesNotExist();
    }
}
