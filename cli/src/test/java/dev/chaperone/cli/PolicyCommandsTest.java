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
import java.util.Arrays;
import java.util.List;

class PolicyCommandsTest {
    private static final String POLICY =
            """
            apiVersion: chaperone.dev/v1
            organization: Acme
            owner: security@acme.example
            effective: 2026-11-30
            tools:
              - {tool: claude-code, plans: [api], teams: [Platform]}
            repositories:
              - {match: "github.com/acme/vault*", class: secret, tools: []}
            content:
              - {id: no-secrets, detect: [secret], action: block, because: Keys stay inside.}
              - {id: secrets-pass, detect: [secret], action: allow}
            rules:
              - {id: not-at-night, when: "at.getHours('UTC') < 6", then: warn}
            """;

    @TempDir Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    }

    @Test
    void saysThatAPolicyCanBePublishedAndWhatIsOdd() {
        Ran ran = Ran.of("policy", "check", file.toString());

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains(file + ":11:5: remark: rules 'no-secrets' and 'secrets-pass' want")
                .contains("1 tools, 2 rules about content, 1 conditions")
                .contains("sha256:");
    }

    @Test
    void namesEveryFaultWithItsPlace() throws IOException {
        Files.writeString(file, POLICY.replace("< 6", "<").replace("plans: [api]", "plans: [x]"));

        Ran ran = Ran.of("policy", "check", file.toString());

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err())
                .contains(file + ":6:33: claude-code has no plan 'x'")
                .contains(file + ":13:30: 'when' is no condition");
        assertThat(Ran.of("policy", "check", folder.resolve("none.yaml").toString()).code())
                .isEqualTo(3);
    }

    @Test
    void explainsWhatIsAllowedAndWhatIsNot() throws IOException {
        Ran outsider = explain("--team", "Cloud");
        assertThat(outsider.code()).isEqualTo(1);
        assertThat(outsider.out())
                .startsWith("blocked (ada). Rule team-not-allowed: ")
                .contains("Section of the policy: approved-tools");

        Ran inside = explain("--team", "Platform");
        assertThat(inside.code()).isZero();
        assertThat(inside.out()).startsWith("allowed (ada): nothing");

        assertThat(explain("--team", "Platform", "--at", "2026-12-01T03:00:00Z").out())
                .startsWith("warned (ada). Rule not-at-night");
        assertThat(explain("--team", "Platform", "--repository", "github.com/acme/vault-1").out())
                .startsWith("blocked (ada). Rule repository-not-allowed");
    }

    @Test
    void explainsByTheTextAndInJson() throws IOException {
        Path prompt =
                Files.writeString(
                        folder.resolve("prompt.txt"),
                        "use " + "ghp_" + "a1B2".repeat(9) + " to push");

        Ran ran = explain("--team", "Platform", "--text", prompt.toString(), "--json");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out())
                .startsWith("{\"decision\":\"blocked\",\"rule\":\"no-secrets\",")
                .contains("\"section\":\"prohibited-uses\"", "\"exception\":null")
                .contains("\"policy\":\"sha256:", "\"proceed\":\"take it out")
                .doesNotContain("a1B2");
    }

    @Test
    void writesTheDocumentThatPeopleWouldSign() throws IOException {
        Ran markdown = Ran.of("policy", "render", file.toString());
        assertThat(markdown.code()).isZero();
        assertThat(markdown.out())
                .contains("Acme: acceptable use of AI coding assistants", "Approved tools")
                .contains("draft, not published");
        assertThat(Ran.of("policy", "render", file.toString(), "--format", "html").out())
                .startsWith("<!DOCTYPE html>")
                .contains("not technically enforced");
        Path pdf = folder.resolve("policy.pdf");
        assertThat(
                        Ran.of(
                                        "policy",
                                        "render",
                                        file.toString(),
                                        "--format",
                                        "pdf",
                                        "-o",
                                        pdf.toString())
                                .code())
                .isZero();
        assertThat(pdf).content(StandardCharsets.ISO_8859_1).startsWith("%PDF-");
        assertThat(Ran.of("policy", "render", file.toString(), "--format", "doc").code())
                .isEqualTo(2);
    }

    @Test
    void saysWhatIsWrongWithTheQuestion() {
        assertThat(explain("--at", "tomorrow").err()).contains("--at is not a time like");
        assertThat(explain("--country", "Germany").code()).isEqualTo(2);
        assertThat(Ran.of("policy", "explain", file.toString()).code()).isEqualTo(2);
    }

    private Ran explain(String... more) {
        String[] fixed = {
            "policy",
            "explain",
            file.toString(),
            "--person",
            "ada",
            "--tool",
            "claude-code",
            "--plan",
            "api",
            "--at",
            "2026-12-01T12:00:00Z"
        };
        boolean timed = List.of(more).contains("--at");
        int length = timed ? fixed.length - 2 : fixed.length;
        String[] all = Arrays.copyOf(fixed, length + more.length);
        System.arraycopy(more, 0, all, length, more.length);
        return Ran.of(all);
    }
}
