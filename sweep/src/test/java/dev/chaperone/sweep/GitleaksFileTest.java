// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Rules of gitleaks beside our own.
class GitleaksFileTest {
    private static final String ACME =
            """
            [[rules]]
            id = "acme-token"
            description = "Token of ACME"
            regex = '''(?i)\\bacme[_-]?(?:id|key)[\\s:=]{1,5}([a-z0-9]{8,12})(?:[\\x60'"\\s;]|\\\\[nr]|$)'''
            keywords = ["ACME"]
            tags = ["x"]
            """;

    @TempDir private Path folder;
    @TempDir private Path elsewhere;

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Swept sweep(String toml) throws Exception {
        Path file = Files.writeString(elsewhere.resolve("gitleaks.toml"), toml);
        return Swept.in(folder).byRulesOf(file).run();
    }

    @Test
    void findsByTheRegexAndTellsTheGroup() throws Exception {
        write("a", "é\nAcme_Id: k3jq9x7w2\n" + Swept.TOKEN);
        Swept swept = sweep(ACME);
        assertThat(swept.lines().getFirst())
                .isEqualTo("a:2:10: Token of ACME (contextual) … (9 characters)");
        assertThat(swept.out()).contains("a:3:1: GitHub", "2 findings");
        assertThat(swept.err()).endsWith("gitleaks.toml: 1 rules are used\n");
    }

    @Test
    void findsAcrossWindowsAndTellsEachOnce() throws Exception {
        StringBuilder text = new StringBuilder();
        int tokens = 0;
        while (text.length() < 200_000) {
            text.append("x ".repeat(300 + tokens % 13)).append("acme_id=k3jq9x7w2 ");
            tokens++;
        }
        write("a", text.toString());
        assertThat(sweep(ACME).lines()).hasSize(tokens + 1).doesNotHaveDuplicates();
    }

    @Test
    void wantsKeywordEntropyAndPath() throws Exception {
        write("a", "token k3jq9x7w2h5\n");
        write("b.env", "token k3jq9x7w2h5 token aaaaaaaaaaaa acme\n");
        write("c.txt", "token k3jq9x7w2h5 acme\n");
        String rule =
                """
                [[rules]]
                id = "t"
                regex = "token ([a-z0-9]+)"
                entropy = 3
                path = '''\\.env$'''
                keywords = ["acme", "acmes"]
                """;
        assertThat(sweep(rule).lines())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst()).startsWith("b.env:1:7: t "));
    }

    @Test
    void refusesByIdWhatItCanNotDoTheSameWay() throws Exception {
        write("a", "acme_id=k3jq9x7w2\n");
        Swept swept =
                sweep(
                        """
                        [[rules]]
                        id = "back-reference"
                        regex = '''(a)\\1'''
                        [[rules]]
                        id = "look-ahead"
                        regex = '''a(?=b)'''
                        [[rules]]
                        id = "only-path"
                        path = '''\\.pem$'''
                        [[rules]]
                        id = "too-big"
                        regex = '''(?:(?:[]a]{100}){100}x){100}'''
                        [[rules]]
                        id = "beyond-ascii"
                        regex = '''é'''
                        [[rules]]
                        id = "needs-others"
                        regex = '''a'''
                        [[rules.required]]
                        id = "x"
                        [[rules]]
                        id = "no-group"
                        regex = '''a'''
                        secretGroup = 1
                        [[rules]]
                        regex = '''a'''
                        [extend]
                        useDefault = true
                        path = "other.toml"
                        disabledRules = ["nothing"]
                        [new]
                        """
                                .replace("[extend]", ACME + "[extend]"));
        assertThat(swept.err())
                .contains(
                        "rule back-reference is refused: a regex of it is not of RE2",
                        "rule look-ahead is refused: a regex of it is not of RE2",
                        "rule only-path is refused: it has no regex",
                        "rule too-big is refused: a regex of it repeats more",
                        "rule beyond-ascii is refused: a regex of it has letters beyond ASCII",
                        "rule needs-others is refused: 'required' is not supported",
                        "rule no-group is refused: its regex has no group 1",
                        "rule without id is refused: it has no id",
                        "extend.useDefault: ",
                        "extend.path is not honoured",
                        "extend.disabledRules: there is no nothing",
                        "new is not honoured",
                        "1 rules are used");
        assertThat(swept.out()).startsWith("a:1:9: Token of ACME");
    }

    @Test
    void allowsWhatItsAllowlistsAllow() throws Exception {
        write("a", "acme_id=k3jq9x7w2\nacme_id=example12\nacme_id=k3jq9x7w3 # test\n");
        write("test/a", "acme_id=k3jq9x7w2\n");
        assertThat(sweep(ACME).out()).contains("4 findings");
        assertThat(sweep(ACME + "[[rules.allowlists]]\nstopwords = ['EXAMPLE']").out())
                .contains("3 findings");
        assertThat(sweep(ACME + "[rules.allowlist]\npaths = ['''^test/''']").out())
                .contains("3 findings");
        assertThat(
                        sweep(
                                        ACME
                                                + """
                                                [[allowlists]]
                                                regexTarget = "line"
                                                regexes = ['# test$']
                                                """)
                                .out())
                .contains("3 findings");
        assertThat(
                        sweep(
                                        ACME
                                                + """
                                                [[allowlists]]
                                                condition = "AND"
                                                regexes = ['^k3']
                                                paths = ['^test/', '^none$']
                                                [allowlist]
                                                regexTarget = "match"
                                                regexes = ['acme_id=e']
                                                """)
                                .out())
                .contains("2 findings");
        Swept odd = sweep(ACME + "[[rules.allowlists]]\nregexTarget = 'x'\nregexes = ['.']");
        assertThat(odd.out()).contains("4 findings");
        assertThat(odd.err()).contains("rule acme-token: an allowlist is not honoured");
    }

    @Test
    void allowsAndDisablesOurOwnToo() throws Exception {
        write("a", Swept.TOKEN + "\n" + Swept.PASSWORD_LINE);
        assertThat(sweep("[extend]\ndisabledRules = ['github-pat-classic']").out())
                .startsWith("a:2:13:")
                .contains("1 finding");
        assertThat(
                        sweep(
                                        """
                                        [[allowlists]]
                                        targetRules = ["password-assignment"]
                                        paths = ["a"]
                                        """)
                                .out())
                .startsWith("a:1:1:")
                .contains("1 finding");
    }

    @Test
    void keepsOursWhereBothFindTheSame() throws Exception {
        write("a", "x " + Swept.TOKEN);
        assertThat(sweep("[[rules]]\nid = 'g'\nregex = '''ghp_\\w{36}'''").lines())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst()).contains("(proven)"));
    }

    @Test
    void takesLittleTimeForARegexThatLooksFarForEachMatch() throws Exception {
        write("a", "a".repeat(1_000_000));
        long started = System.nanoTime();
        Swept swept = sweep("[[rules]]\nid = 'slow'\nregex = '''(?:a.*?z|a)'''");
        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isLessThan(Duration.ofSeconds(30));
        assertThat(swept.err())
                .contains("a was not searched to its end: it has more than 1,000 matches of slow");
        assertThat(swept.out()).contains("not read: 1 that could not be read");
    }

    @Test
    void saysWhereTheFileIsWrong() throws Exception {
        assertThatExceptionOfType(SweepException.class)
                .isThrownBy(() -> sweep("title = 'x'\n[[rules]\n"))
                .withMessageContaining("gitleaks.toml is no TOML: near line ");
        assertThatExceptionOfType(SweepException.class)
                .isThrownBy(() -> Swept.in(folder).byRulesOf(elsewhere.resolve("missing")).run())
                .withMessageContaining("missing does not exist");
    }
}
