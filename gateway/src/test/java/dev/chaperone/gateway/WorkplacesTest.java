// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;
import dev.chaperone.protocols.Workplace;
import dev.chaperone.vocabulary.PersonId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.http.HttpRequest;

@Timeout(60)
class WorkplacesTest {
    private static final String COMMIT = "12db48643602b82813efee41cb7ed2e20c7f390a";
    private static final String REMOTE = "https://github.com/acme/shop";
    private static final String TELEMETRY =
            """
            {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"claude-code"}}]},
            "scopeLogs":[{"logRecords":[{"timeUnixNano":"1","body":{"stringValue":"claude_code.user_prompt"},"attributes":[
            {"key":"event.name","value":{"stringValue":"user_prompt"}},
            {"key":"session.id","value":{"stringValue":"s-1"}},
            {"key":"prompt.id","value":{"stringValue":"p-1"}}]}]}]}]}
            """;

    private final TestSite site = TestSite.setup().start();

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void whatAHookTellsOfASessionIsKnownByEveryWayIn() throws Exception {
        sessionStarts("s-1", "/home/anna/shop");
        asks("s-1", "");
        site.send(site.post("/v1/logs", TELEMETRY));

        for (int entry = 0; entry < 3; entry++) {
            assertThat(use(entry).repository()).isEqualTo(REMOTE);
            assertThat(use(entry).commit()).isEqualTo(COMMIT);
        }
    }

    @Test
    void aPromptFromAnotherFolderOrSessionIsNotTakenForTheSamePlace() throws Exception {
        sessionStarts("s-1", "/home/anna/shop");
        asks("s-1", "Primary working directory: /home/anna/docs\\n");
        asks("s-1", "Primary working directory: /home/anna/shop\\n");
        asks("s-2", "");

        assertThat(use(1).repository()).isEqualTo("docs");
        assertThat(use(1).commit()).isNull();
        assertThat(use(3).repository()).isNull();
        assertThat(use(3).commit()).isNull();
    }

    @Test
    void recordsNothingThatIsNoCommit() throws Exception {
        site.send(
                site.post("/v1/messages", TestSite.CLEAN)
                        .header("x-chaperone-commit", "anna@example.com"));

        assertThat(use(0).commit()).isNull();
    }

    @Test
    void takesTheCommitOfCodexFromItsHeader() throws Exception {
        site.send(
                site.post("/v1/responses", "{\"model\":\"gpt-5.4\",\"input\":\"hello\"}")
                        .header("session-id", "c-1")
                        .header(
                                "x-codex-turn-metadata",
                                "{\"workspaces\":{\"/home/anna/shop\":{\"associated_remote_urls\":{\"origin\":\""
                                        + REMOTE
                                        + "\"},\"latest_git_commit_hash\":\""
                                        + COMMIT
                                        + "\"}}}"));

        assertThat(use(0).repository()).isEqualTo(REMOTE);
        assertThat(use(0).commit()).isEqualTo(COMMIT);
    }

    @Test
    void nobodyTellsForTheSessionOfSomebodyElse() {
        Workplaces workplaces = new Workplaces();
        Workplace shop = new Workplace("shop", REMOTE, COMMIT);
        workplaces.note(TestSite.ANNA, "s-1", shop);

        assertThat(workplaces.of(TestSite.ANNA, "s-1")).isEqualTo(shop);
        assertThat(workplaces.of(PersonId.next(), "s-1")).isEqualTo(Workplace.UNKNOWN);
        assertThat(workplaces.of(TestSite.ANNA, null)).isEqualTo(Workplace.UNKNOWN);
    }

    private void sessionStarts(String session, String folder) throws Exception {
        HttpRequest.Builder call =
                site.post(
                                "/hooks/claude-code/SessionStart",
                                "{\"session_id\":\"" + session + "\",\"cwd\":\"" + folder + "\"}")
                        .header("x-chaperone-repository", "https://anna:key@github.com/acme/shop")
                        .header("x-chaperone-commit", COMMIT);
        site.send(call);
    }

    private void asks(String session, String system) throws Exception {
        site.send(
                site.post(
                                "/v1/messages",
                                TestSite.CLEAN.replace(
                                        "{\"model\"", "{\"system\":\"" + system + "\",\"model\""))
                        .header("x-claude-code-session-id", session));
    }

    private Event.Use use(int entry) throws InterruptedException {
        return site.ledger().await(1).stream()
                .filter(Event.Intent.class::isInstance)
                .map(each -> ((Event.Intent) each).use())
                .toList()
                .get(entry);
    }
}
