// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "app",
                "northwind/shop",
                "home/app",
                "github.com/acme/shop",
                "github.com:acme/shop.git",
                "git@github.com:acme/shop.git",
                "https://github.com/acme/shop.git",
                "ssh://git@git.example.com:7999/shop/app.git",
                "größe/büro"
            })
    void keepsNamesAndRemotesAsTheyAre(String told) {
        assertThat(RepositoryName.of(told)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "https://anna:hunter2@github.com/acme/shop.git|https://github.com/acme/shop.git",
                "https://x-access-token@github.com/acme/shop|https://github.com/acme/shop",
                "https://github.com/acme/shop?token=hunter2#L1|https://github.com/acme/shop",
                "anna@git.example.com:acme/shop|git.example.com:acme/shop",
                "anna@host:/home/anna/shop.git|host/shop.git",
                "ssh://anna@host:22/home/anna/work/shop.git|ssh://host/work/shop.git",
                "ssh://host/~anna/shop.git|ssh://host/shop.git",
                "https://git.example.com/scm/~anna/shop.git|https://git.example.com/scm/shop.git",
            })
    void takesPersonsAndKeysOutOfRemotes(String told, String recorded) {
        assertThat(RepositoryName.of(told)).isEqualTo(recorded);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/home/anna/work/app|app",
                "/home/anna/app/|app",
                "/home/corp.example.com/anna/app|app",
                "/Users/anna/Documents/app|app",
                "/Users/Anna Ek/app|app",
                "/root/app|app",
                "/srv/app|app",
                "/srv/a b|a b",
                "/home/anna/app/.claude/worktrees/anna-tries|app",
                "/home/anna/app/../other/./|other",
                "~/work/app|app",
                "~anna/app|app",
                "$HOME/app|app",
                "../anna/app|app",
                "home/anna/app|app",
                "C:\\Users\\anna\\app|app",
                "c:/Users/Anna Ek/source/app|app",
                "C:\\Documents and Settings\\anna\\app|app",
                "\\\\fileserver\\homes\\anna\\app|app",
                "\\\\fileserver\\anna$\\app|app",
                "\\\\fileserver\\projects\\app|app",
                "\\\\?\\C:\\Users\\anna\\app|app",
                "\\\\?\\UNC\\fileserver\\homes\\anna\\app|app",
                "\\\\wsl$\\Ubuntu\\home\\anna\\app|app",
                "\\\\wsl.localhost\\Ubuntu\\home\\anna\\app|app",
                "/mnt/c/Users/anna/app|app",
                "/c/Users/anna/app|app",
                "file:///home/anna/app|app",
                "file:///C:/Users/anna/app|app",
                "vscode-remote://wsl+Ubuntu/home/anna/app|app",
                "%2Fhome%2Fanna%2Fwork%2Fapp|app",
                "/home/anna%2Fapp|app",
                "C%3A%5CUsers%5CAnna%20Ek%5Capp|app",
                "%252Fhome%252Fanna%252Fapp|app"
            })
    void keepsOfAFolderItsOwnNameOnly(String told, String recorded) {
        assertThat(RepositoryName.of(told)).isEqualTo(recorded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/",
                "~",
                "~anna",
                "$HOME",
                "%USERPROFILE%\\",
                "/root",
                "/var/root",
                "/home/anna",
                "/home/anna/",
                "/home/anna/anna",
                "/home/anna/.claude",
                "/home/anna/app/..",
                "/home/corp.example.com/anna",
                "/export/home/anna",
                "/Users/anna",
                "/Users/Anna Ek",
                "/System/Volumes/Data/Users/anna",
                "C:\\Users\\anna",
                "C:\\Users\\Anna Ek\\",
                "C:/users/anna",
                "C:\\Documents and Settings\\anna",
                "\\\\fileserver\\homes\\anna",
                "\\\\fileserver\\home$\\anna",
                "\\\\fileserver\\anna$",
                "\\\\fileserver\\anna",
                "\\\\?\\C:\\Users\\anna",
                "\\\\?\\UNC\\fileserver\\homes\\anna",
                "\\\\wsl$\\Ubuntu\\home\\anna",
                "/mnt/c/Users/anna",
                "/cygdrive/c/Users/anna",
                "file:///home/anna",
                "%2Fhome%2Fanna",
                "%252Fhome%252Fanna",
                "%2Fhome%2Fanna%",
                "%2525252525252Fhome%2Fanna",
                "-home-anna-work-app",
                "-Users-anna-app",
                "C--Users-anna-app",
                "-root"
            })
    void keepsNothingOfAHome(String told) {
        assertThat(RepositoryName.of(told)).isNull();
    }

    @Test
    void cleansWhatIsLeft() {
        assertThat(RepositoryName.of("/home/anna/app\u001B[31m")).isEqualTo("app\uFFFD[31m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tell Anna the news", "https://host/tell Anna", "a\u0007b", "acme\tshop"})
    void saysOfAStoryThatItIsNoName(String told) {
        assertThat(RepositoryName.of(told)).isEqualTo("unreadable");
    }

    @Test
    void recordsNoPieceOfALongName() {
        assertThat(RepositoryName.of("x".repeat(500))).isEqualTo("unreadable");
        assertThat(RepositoryName.of("/srv/" + "x".repeat(500))).isEqualTo("unreadable");
    }

    @Test
    void findsAnEndWhateverIsTold() {
        assertThat(RepositoryName.of("~/@:%2f\\".repeat(10_000))).isEqualTo("@:");
        assertThat(RepositoryName.of("a@".repeat(10_000))).isNull();
    }
}
