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
import java.util.Objects;

class PolicyReplayTest {
    private static final String PATH = "/api/v1/policy-replays";
    private static final String POLICY =
            """
            apiVersion: chaperone.dev/v1
            organization: Acme
            owner: security@acme.example
            effective: 2026-11-30
            tools:
              - {tool: claude-code, plans: [api]}
            """;
    private static final String RESULT =
            """
            {"requests":1200,"judged":1190,"changed":%d,"otherRule":0,
             "decided":[{"recorded":"allowed","replayed":"allowed","requests":1188},
                        {"recorded":"allowed","replayed":"blocked","requests":2}],
             "recorded":[],
             "unjudged":[{"reason":"gate","words":"decided by a gate","requests":10}],
             "rules":[{"rule":"no-secrets","before":0,"after":2}],
             "people":{"items":[{"person":{"id":"person_1","email":"ada@acme.example"},"name":null,
                       "requests":600,"unjudged":0,"changed":2,"blocked":2,"freed":0}],
                       "all":3,"untold":0},
             "repositories":{"items":[{"person":null,"name":"acme/\\u001b[2Jshop","requests":9,
                             "unjudged":0,"changed":2,"blocked":2,"freed":0}],"all":1,"untold":0},
             "tools":{"items":[],"all":0,"untold":0},
             "idle":[{"part":"content","name":"marks","doubt":null}],"idleInAll":1,
             "unsearched":[],"notes":["Gates are left out."]}
            """;

    @TempDir private Path folder;
    private Path file;
    private FakeWorkspace workspace;
    private SampleData data;

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(folder.resolve("next.yaml"), POLICY);
        workspace = new FakeWorkspace();
        workspace.answers(PATH, 202, told("running", "null", "null"));
        data = SampleData.in(folder).running(workspace.url());
    }

    @AfterEach
    void stop() {
        workspace.close();
    }

    private static String told(String state, String problem, String result) {
        return """
        {"id":"replay_7","state":"%s","policy":"sha256:ab","since":"2026-11-01T00:00:00Z",
         "until":"2026-11-24T12:00:00Z","done":1200,"of":1200,"problem":%s,"result":%s}
        """
                .formatted(state, problem, result);
    }

    private void done(String result) {
        workspace.answers(PATH + "/replay_7", 200, told("done", "null", result));
    }

    @Test
    void saysWhatWouldHaveBeenDecidedOtherwise() {
        done(RESULT.formatted(2));

        Ran ran = replay();

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out())
                .contains("1,200 requests recorded, 1,190 judged, 2 would have been decided")
                .contains("2  allowed → blocked", "1,188  allowed, as now")
                .contains("10  decided by a gate")
                .contains("0           2  no-secrets")
                .contains("600  ada@acme.example", "… and 2 more")
                .contains("content marks", "Gates are left out.")
                .doesNotContain("\u001b");
        FakeWorkspace.Asked asked = workspace.asked().getFirst();
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.body())
                .contains("\"since\":\"2026-11-01\"", "organization: Acme")
                .doesNotContain("until");
    }

    @Test
    void isFineWhenNothingChanges() {
        done(RESULT.formatted(0));
        Ran ran = replay("--until", "2026-11-20");
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(workspace.asked().getFirst().body()).contains("\"until\":\"2026-11-20\"");
    }

    @Test
    void writesOneObjectForPrograms() {
        done(RESULT.formatted(2));
        Ran ran = replay("--json");
        assertThat(ran.code()).isEqualTo(1);
        JsonObject json = Objects.requireNonNull(JsonObject.parse(ran.out()));
        assertThat(json.text("id")).isEqualTo("replay_7");
        assertThat(json.object("result")).isNotNull();
    }

    @Test
    void saysThatNoTrafficSaysNothing() {
        done("{\"requests\":0,\"judged\":0,\"changed\":0}");
        Ran ran = replay();
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).contains("that says nothing about the policy");
    }

    @Test
    void namesEveryFaultOfTheFileBeforeAnybodyIsAsked() throws IOException {
        Files.writeString(file, POLICY.replace("[api]", "[nope]"));
        Ran ran = replay();
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains(file + ":6:33: claude-code has no plan 'nope'");
        assertThat(workspace.asked()).isEmpty();
    }

    @Test
    void repeatsWhyItWasRefused() {
        workspace.refuses(PATH, 400, "since is not before until: the period would be empty.");
        Ran refused = replay();
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("since is not before until");
        workspace.refuses(PATH, 403, "Permission read-everybodys-activity is missing.");
        assertThat(replay().code()).isEqualTo(1);
        workspace.refuses(PATH, 409, "Another replay is under way.");
        Ran busy = replay();
        assertThat(busy.code()).isEqualTo(3);
        assertThat(busy.err()).contains("Another replay is under way.");
    }

    @Test
    void saysThatItFailedOrThatNobodyIsThere() {
        workspace.answers(PATH + "/replay_7", 200, told("failed", "\"It failed.\"", "null"));
        Ran failed = replay();
        assertThat(failed.code()).isEqualTo(3);
        assertThat(failed.err()).contains("It failed.");
        workspace.answers(PATH, 200, "<html>");
        assertThat(replay().err()).contains("Is this the address of a Chaperone workspace?");
        workspace.answers(PATH, 202, told("running", "null", "null").replace("_7", "_7/../x"));
        assertThat(replay().code()).isEqualTo(3);
        workspace.close();
        assertThat(replay().code()).isEqualTo(3);
    }

    @Test
    void asksForTheFirstMoment() {
        Ran ran = Ran.of("policy", "replay", file.toString(), "--data", data.path());
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--since=T");
    }

    private Ran replay(String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of("policy", "replay", file.toString(), "--data", data.path()));
        words.addAll(List.of("--since", "2026-11-01"));
        words.addAll(List.of(more));
        return Ran.of(words.toArray(String[]::new));
    }
}
