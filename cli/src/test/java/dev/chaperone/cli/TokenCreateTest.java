// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class TokenCreateTest {
    private static final String TOKENS = "/api/v1/tokens";

    @TempDir private Path folder;
    private FakeWorkspace workspace;
    private SampleData data;

    @BeforeEach
    void start() throws IOException {
        workspace = new FakeWorkspace();
        workspace.answers(TOKENS, 201, "{\"id\":\"tok_1\",\"token\":\"chp_new\",\"kind\":\"api\"}");
        data = SampleData.in(folder).running(workspace.url());
    }

    @AfterEach
    void stop() {
        workspace.close();
    }

    private Ran create(String... more) {
        List<String> words = new ArrayList<>(List.of("token", "create", "--data", data.path()));
        words.addAll(List.of("--person", "ada@northwind.example", "--name", "laptop"));
        words.addAll(List.of(more));
        return Ran.of(words.toArray(String[]::new));
    }

    @Test
    void printsTheTokenAloneForScripts() {
        Ran ran = create();
        assertThat(ran.out()).isEqualTo("chp_new\n");
        assertThat(ran.err()).contains("shown only this once").doesNotContain("chp_new");
        assertThat(ran.code()).isZero();
    }

    @Test
    void asksForWhatTheOptionsSay() {
        create("--kind", "api", "--expires", "90d");
        FakeWorkspace.Asked asked = workspace.asked().getFirst();
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.authorization()).isEqualTo("Bearer " + Ran.SECRET);
        assertThat(asked.body())
                .isEqualTo(
                        """
                        {"person":"ada@northwind.example","name":"laptop","kind":"api",\
                        "expires":"2027-02-22T12:00:00Z"}\
                        """);
    }

    @Test
    void takesATimeWithItsOffsetAsExpiry() {
        create("--expires", "2027-06-30T02:00:00+02:00");
        assertThat(workspace.asked().getFirst().body()).contains("2027-06-30T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "0d", "-1d", "2020-01-01T00:00:00Z", "2027-06-30", ""})
    void refusesAnExpiryThatIsNotToCome(String expires) {
        Ran ran = create("--expires=" + expires);
        assertThat(ran.err()).contains("--expires is '" + expires + "', not a time to come");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(workspace.asked()).isEmpty();
    }

    @Test
    void givesProgramsTheWholeAnswer() {
        assertThat(create("--json").out())
                .isEqualTo("{\"id\":\"tok_1\",\"token\":\"chp_new\",\"kind\":\"api\"}\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 422})
    void repeatsTheSentenceAboutACallersMistake(int status) {
        workspace.refuses(TOKENS, status, "There is no person ada@northwind.example.");
        Ran ran = create();
        assertThat(ran.err()).isEqualTo("chaperone: There is no person ada@northwind.example.\n");
        assertThat(ran.out()).isEmpty();
        assertThat(ran.code()).isEqualTo(2);
    }

    @Test
    void saysWhatToDoWhenTheTokenDoesNotOpen() {
        workspace.refuses(TOKENS, 401, "no");
        assertThat(create().err())
                .contains("does not accept the token from " + data.path() + "/admin-token")
                .contains("CHAPERONE_TOKEN with an administrator's API token");
        workspace.refuses(TOKENS, 403, "Permission manage-tokens is missing.");
        assertThat(create().err())
                .contains("may not do this: Permission manage-tokens is missing.")
                .contains("Use an administrator's API token.");
        assertThat(create().code()).isOne();
    }

    @Test
    void canNotReachWhatIsNotChaperone() {
        workspace.answers(TOKENS, 201, "<html>");
        assertThat(create().err()).contains("answered without 'token'. Is this the address");
        workspace.answers(TOKENS, 404, "<html>");
        assertThat(create().err()).contains("answered /api/v1/tokens with status 404");
        workspace.answers(TOKENS, 302, "");
        assertThat(create().err()).contains("answered with status 302");
        workspace.refuses(TOKENS, 503, "The ledger is full.");
        assertThat(create().err()).contains("(status 503): The ledger is full.");
        assertThat(create().code()).isEqualTo(3);
    }

    @Test
    void canNotReachAServerThatIsSlowOrGone() {
        workspace.neverAnswers(TOKENS);
        Ran slow = create("--timeout", "0.2");
        assertThat(slow.err()).contains("did not answer within 0.2 s");
        assertThat(slow.code()).isEqualTo(3);
        workspace.close();
        Ran gone = create();
        assertThat(gone.err()).contains("nothing answers at " + workspace.url());
        assertThat(gone.code()).isEqualTo(3);
    }

    @Test
    void saysHowToStartAServerThatDoesNotRun() throws IOException {
        data.without("server.json");
        Ran ran = create();
        assertThat(ran.err())
                .contains("no server runs with the data directory " + data.path())
                .contains("Start it: ./chaperone up --data " + data.path());
        assertThat(ran.code()).isEqualTo(3);
    }

    @Test
    void hidesATokenThatTheServerSendsBack() {
        workspace.refuses(TOKENS, 400, "bad: ${authorization}");
        assertThat(create().err()).contains("bad: Bearer [token]");
    }

    @Test
    void takesServerAndTokenFromTheEnvironment() {
        Map<String, String> environment =
                Map.of("CHAPERONE_SERVER", workspace.url(), "CHAPERONE_TOKEN", "chp_mine");
        Ran ran = Ran.with(environment, "token", "create", "--person", "p", "--name", "n");
        assertThat(ran.out()).isEqualTo("chp_new\n");
        assertThat(workspace.asked().getFirst().authorization()).isEqualTo("Bearer chp_mine");
    }

    @Test
    void countsADataDirectoryOnTheCommandLineMoreThanTheEnvironment() {
        Map<String, String> environment =
                Map.of("CHAPERONE_SERVER", "http://127.0.0.1:1", "CHAPERONE_TOKEN", "chp_mine");
        Ran.with(
                environment,
                "token",
                "create",
                "--person",
                "p",
                "--name",
                "n",
                "--data",
                data.path());
        assertThat(workspace.asked().getFirst().authorization()).isEqualTo("Bearer " + Ran.SECRET);
    }

    @Test
    void sendsNoAdministratorsTokenToAServerElsewhere() {
        Ran ran =
                Ran.of(
                        "token",
                        "create",
                        "--person",
                        "p",
                        "--name",
                        "n",
                        "--server",
                        workspace.url());
        assertThat(ran.err()).contains("a token is missing: set CHAPERONE_TOKEN");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(create("--server", workspace.url()).err()).contains("choose one");
        assertThat(workspace.asked()).isEmpty();
    }

    @Test
    void refusesATokenThatIsNoneWithoutRepeatingIt() {
        for (String bad : List.of("", "geheim\nx-evil: 1", "geheim wort", "gehe\u00efm")) {
            Ran ran = create("--token=" + bad);
            assertThat(ran.err()).contains("--token is not a token").doesNotContain("geh");
            assertThat(ran.code()).isEqualTo(2);
        }
    }

    @Test
    void refusesAnAddressThatIsNone() {
        for (String bad :
                List.of("chaperone", "ftp://x", "http://u:geheim@x", "http://x?y", "::")) {
            Ran ran =
                    Ran.of(
                            "token",
                            "create",
                            "--person",
                            "p",
                            "--name",
                            "n",
                            "--token",
                            "t",
                            "--server",
                            bad);
            assertThat(ran.err()).contains("--server is not a URL like").doesNotContain("geheim");
            assertThat(ran.code()).isEqualTo(2);
        }
    }

    @Test
    void explainsBadUsageWithoutRepeatingStrayWords() {
        assertThat(Ran.of("token").err()).contains("Try: ./chaperone token --help");
        assertThat(Ran.of("token", "create").err()).contains("--person=P", "--name=N");
        assertThat(create("--kind", "both").err()).contains("--kind is 'both', not gateway or api");
        assertThat(create("--tokn", "chp_geheim").err())
                .contains("unknown option: --tokn", "Try: ./chaperone token create --help")
                .doesNotContain("geheim");
        assertThat(create("chp_geheim").err()).contains("one word too many");
        assertThat(create("--timeout", "0").err()).contains("--timeout must be");
        assertThat(create("--timeout", "0").code()).isEqualTo(2);
        assertThat(Ran.of("tokens").code()).isEqualTo(2);
        assertThat(Ran.of().code()).isEqualTo(2);
        assertThat(Ran.of("token", "create", "--help").code()).isZero();
    }
}
