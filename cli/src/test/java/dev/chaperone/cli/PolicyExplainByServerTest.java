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

class PolicyExplainByServerTest {
    private static final String PATH = "/api/v1/policy-explanations";
    private static final String POLICY =
            """
            apiVersion: chaperone.dev/v1
            organization: Acme
            owner: security@acme.example
            effective: 2026-11-30
            tools:
              - {tool: claude-code, plans: [api]}
            """;

    @TempDir private Path folder;
    private Path file;
    private FakeWorkspace workspace;
    private SampleData data;

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(folder.resolve("policy.yaml"), POLICY);
        workspace = new FakeWorkspace();
        data = SampleData.in(folder).running(workspace.url());
    }

    @AfterEach
    void stop() {
        workspace.close();
    }

    @Test
    void asksTheServerHowThePersonStandsAndKeepsTheTextHere() throws IOException {
        Path prompt =
                Files.writeString(folder.resolve("p.txt"), "use " + "ghp_" + "a1B2".repeat(9));
        workspace.answers(
                PATH,
                200,
                """
                {"decision":"blocked","rule":"acknowledgment","section":"required-practices",
                 "found":"not signed","because":"Everybody signs.","exception":null,
                 "policy":"sha256:ab","proceed":"sign"}
                """);

        Ran ran = explain("--person", "ada@acme.example", "--text", prompt.toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out())
                .contains("blocked (ada@acme.example). Rule acknowledgment: not signed.")
                .contains("How to proceed: sign");
        assertThat(workspace.asked().getFirst().body())
                .contains("\"person\":\"ada@acme.example\"", "\"detector\":\"github-pat-classic\"")
                .doesNotContain("a1B2");
    }

    @Test
    void tellsOfTheExceptionThatPermitsIt() {
        workspace.answers(
                PATH,
                200,
                "{\"decision\":\"allowed\",\"exception\":\"exception_7\",\"policy\":\"sha256:ab\"}");
        Ran ran = explain();
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("Only because of the exception exception_7.");
        assertThat(explain("--json").out()).contains("\"exception\":\"exception_7\"");
    }

    @Test
    void explainsBadUsageAndRefusals() {
        assertThat(explain("--team", "Cloud").err()).contains("leave out --team and --country");
        workspace.refuses(PATH, 403, "You can ask for yourself only.");
        assertThat(explain("--person", "lena@acme.example").code()).isEqualTo(1);
        workspace.refuses(PATH, 404, "There is no such person.");
        assertThat(explain("--person", "x@acme.example").code()).isEqualTo(2);
        workspace.close();
        assertThat(explain().code()).isEqualTo(3);
    }

    private Ran explain(String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of("policy", "explain", file.toString(), "--data", data.path()));
        words.addAll(List.of("--tool", "claude-code", "--plan", "api"));
        words.addAll(List.of(more));
        return Ran.of(words.toArray(String[]::new));
    }
}
