// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// A changed policy on what went through the gateway, by the API.
@Timeout(600)
final class ReplaysApiTest {
    private static final String PATH = "/api/v1/policy-replays";
    private static final String SINCE = "2026-01-01";
    private static final JsonMapper JSON = new JsonMapper();

    private static RunningDemo demo;
    private static String next;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        demo = RunningDemo.start(data);
        demo.ask(demo.token(), "Hello.", "northwind/shop");
        demo.ask(demo.token(), "Is AKIAIOSFODNN7EXAMPLE good?", "northwind/shop");
        demo.ask(demo.token(), "And AKIAIOSFODNN7EXAMPLE?", "northwind/vault");
        demo.ask("chp_nobody", "Hello.", "northwind/vault");
        demo.searchable();
        String now = demo.json("/api/v1/policies").path("items").get(0).path("text").asString();
        next =
                now.replace(
                                "detect: [secret]\n    action: block",
                                "detect: [secret]\n    action: warn")
                        + """
                        repositories:
                          - {match: "northwind/vault", class: secret, tools: []}
                          - {match: "northwind/attic", class: old}
                        """;
        assertThat(next).contains("action: warn\n    because: Keys");
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void tellsWhatWouldHaveBeenDecidedAndWhereEachNumberIsFound() throws Exception {
        JsonNode result = replay(next).path("result");

        assertThat(result.path("requests").asInt()).isEqualTo(4);
        assertThat(result.path("judged").asInt()).isEqualTo(3);
        assertThat(result.path("changed").asInt()).isEqualTo(1);
        assertThat(decided(result))
                .isEqualTo(Map.of("allowed→allowed", 1, "blocked→warned", 1, "blocked→blocked", 1));
        assertThat(result.path("otherRule").asInt()).isEqualTo(1);
        assertThat(result.path("unjudged").get(0).path("reason").asString())
                .isEqualTo("not-by-policy");
        JsonNode person = result.path("people").path("items").get(0);
        assertThat(person.path("person").path("email").asString())
                .isEqualTo("ada@northwind.example");
        assertThat(person.path("freed").asInt()).isEqualTo(1);
        JsonNode repository = result.path("repositories").path("items").get(0);
        assertThat(repository.path("name").asString()).isEqualTo("northwind/shop");
        for (JsonNode counted : List.of(person, repository)) {
            assertThat(found(counted)).isEqualTo(counted.path("requests").asInt());
        }
        for (JsonNode counted : result.path("recorded")) {
            assertThat(found(counted)).isEqualTo(counted.path("requests").asInt());
        }
        assertThat(result.path("idle").valueStream().map(each -> each.path("name").asString()))
                .containsExactly("northwind/attic", "unread-attachment", "personal-data");
        assertThat(result.path("notes").toString()).contains("Gates", "Teams and countries");
    }

    @Test
    void changesNothingButTheRecordOfWhoRead() throws Exception {
        JsonNode before = demo.json("/api/v1/policies");
        JsonNode replay = replay(next + "# once more\n");

        assertThat(demo.json("/api/v1/policies")).isEqualTo(before);
        assertThat(demo.json("/api/v1/policy-proposals").path("items")).isEmpty();
        assertThat(
                        demo.instance().workspace().ledger().read(0, 10_000).stream()
                                .map(Leaves::read)
                                .filter(Event.Administered.class::isInstance)
                                .map(Event.Administered.class::cast)
                                .filter(entry -> entry.action().equals("activity.replayed"))
                                .map(Event.Administered::subject))
                .contains(replay.path("policy").asString());
    }

    @Test
    void replaysAProposal() throws Exception {
        HttpResponse<String> made =
                demo.post(
                        "/api/v1/policy-proposals",
                        demo.apiToken(Role.ADMINISTRATOR),
                        JSON.writeValueAsString(Map.of("text", next, "note", "try")));
        String id = JSON.readTree(made.body()).path("id").asString();

        JsonNode done = await(begin(Map.of("proposal", id, "since", SINCE)));
        assertThat(done.path("result").path("changed").asInt()).isEqualTo(1);
        demo.post(
                "/api/v1/policy-proposals/" + id + "/withdraw",
                demo.apiToken(Role.ADMINISTRATOR),
                "");
    }

    @Test
    void saysThatAPeriodWithoutTrafficSaysNothing() throws Exception {
        JsonNode done = await(begin(Map.of("text", next, "since", SINCE, "until", "2026-01-02")));
        assertThat(done.path("result").path("requests").asInt()).isZero();
        assertThat(done.path("result").path("idle")).isEmpty();
    }

    @Test
    void refusesWhatCanNotBeReplayed() throws Exception {
        assertThat(
                        refusal(
                                Map.of(
                                        "text",
                                        next.replace("action: warn", "action: wran"),
                                        "since",
                                        SINCE)))
                .containsPattern("line \\d+, column \\d+")
                .contains("wran");
        assertThat(refusal(Map.of("text", next))).contains("'since' is missing");
        assertThat(refusal(Map.of("text", next, "since", "2026-01-02", "until", SINCE)))
                .contains("since is not before until");
        assertThat(refusal(Map.of("text", next, "since", "yesterday"))).contains("since");
        assertThat(refusal(Map.of("since", SINCE))).contains("either the 'text'");
        assertThat(
                        demo.post(
                                        PATH,
                                        demo.adminToken(),
                                        "{\"proposal\":\"proposal_none\",\"since\":\"2026-01-01\"}")
                                .statusCode())
                .isEqualTo(404);
        assertThat(demo.get(PATH + "/replay_none", demo.adminToken()).statusCode()).isEqualTo(404);
    }

    @Test
    void isForThoseWhoMayReadEverybodysRequestsAndEachSeesTheirOwn() throws Exception {
        String body = JSON.writeValueAsString(Map.of("text", next, "since", SINCE));
        assertThat(demo.post(PATH, demo.apiToken(Role.DEVELOPER), body).statusCode())
                .isEqualTo(403);
        String id = replay(next).path("id").asString();
        assertThat(demo.get(PATH + "/" + id, demo.apiToken(Role.AUDITOR)).statusCode())
                .isEqualTo(404);
    }

    private static Map<String, Integer> decided(JsonNode result) {
        Map<String, Integer> decided = new HashMap<>();
        for (JsonNode each : result.path("decided")) {
            decided.put(
                    each.path("recorded").asString() + "→" + each.path("replayed").asString(),
                    each.path("requests").asInt());
        }
        return decided;
    }

    private static int found(JsonNode counted) throws Exception {
        return demo.json(counted.path("query").asString() + "&limit=100").path("items").size();
    }

    private static String refusal(Map<String, String> wanted) throws Exception {
        HttpResponse<String> answer =
                demo.post(PATH, demo.adminToken(), JSON.writeValueAsString(wanted));
        assertThat(answer.statusCode()).isEqualTo(400);
        return JSON.readTree(answer.body()).path("detail").asString();
    }

    private static JsonNode replay(String text) throws Exception {
        return await(begin(Map.of("text", text, "since", SINCE)));
    }

    private static JsonNode begin(Map<String, String> wanted) throws Exception {
        HttpResponse<String> answer =
                demo.post(PATH, demo.adminToken(), JSON.writeValueAsString(wanted));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode begun = JSON.readTree(answer.body());
        assertThat(answer.headers().firstValue("location"))
                .contains(PATH + "/" + begun.path("id").asString());
        return begun;
    }

    private static JsonNode await(JsonNode begun) throws Exception {
        JsonNode now = begun;
        while (now.path("state").asString().equals("running")) {
            LockSupport.parkNanos(5_000_000);
            now = demo.json(PATH + "/" + begun.path("id").asString());
        }
        assertThat(now.path("state").asString()).as(now.toString()).isEqualTo("done");
        return now;
    }
}
