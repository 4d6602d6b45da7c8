// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.nio.file.Path;

/// Lists of people as spreadsheets and personnel systems write them.
@Timeout(600)
final class PeopleListApiTest {
    private static RunningDemo demo;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        demo = RunningDemo.start(data);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void takesInWhatItLookedAtBefore() throws Exception {
        String list =
                """
                \uFEFFWork e-mail;Full name;Team;Job title;Manager;Hire date;Badge;Country\r
                list.boss@acme.example;"Bo ""B"" Ss";Payments;Lead;;2020-01-01;=1+1;de\r
                list.new@acme.example;Nil;Payments|Web;=HYPERLINK("x");LIST.BOSS@acme.example;;7;\r
                """;
        JsonNode looked = read(send("?dryRun=true", list));
        assertThat(looked.path("created").size()).isEqualTo(2);
        assertThat(looked.path("ignored").toString()).isEqualTo("[\"Badge\"]");
        assertThat(
                        demo.get("/api/v1/people/list.boss@acme.example", demo.adminToken())
                                .statusCode())
                .isEqualTo(404);

        assertThat(read(send("", list)).path("created").size()).isEqualTo(2);
        JsonNode made = demo.json("/api/v1/people/list.new@acme.example");
        assertThat(made.path("teams").toString()).isEqualTo("[\"Payments\",\"Web\"]");
        assertThat(made.path("role").asString()).isEqualTo("developer");
        assertThat(made.path("employment").path("title").asString()).isEqualTo("=HYPERLINK(\"x\")");
        assertThat(made.path("employment").path("manager").asString())
                .isEqualTo(
                        demo.json("/api/v1/people/list.boss@acme.example").path("id").asString());

        JsonNode again = read(send("", list));
        assertThat(again.path("same").asInt()).isEqualTo(2);
        assertThat(again.path("changed").isEmpty()).isTrue();
        JsonNode moved = read(send("", "email,department\nlist.new@acme.example,Ops\n"));
        assertThat(moved.path("changed").size()).isOne();
        assertThat(demo.json("/api/v1/people/list.new@acme.example").at("/employment/title"))
                .isEqualTo(made.at("/employment/title"));
    }

    @Test
    void endsWhoIsNotOnItOnlyAsManyAsWereLookedAt() throws Exception {
        String all = "email,name\n";
        for (JsonNode person : demo.json("/api/v1/people?limit=500").path("items")) {
            if (person.path("active").asBoolean()) {
                all += person.path("email").asString() + ",\n";
            }
        }
        read(send("", "email,name\nlist.over@acme.example,Over\n"));
        JsonNode looked = read(send("?dryRun=true&endsOthers=true", all));
        assertThat(looked.path("leavers").toString()).isEqualTo("[\"list.over@acme.example\"]");
        HttpResponse<String> refused = send("?endsOthers=true", all);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("1 people who are not on the list");
        read(send("?endsOthers=true&ends=1", all));
        assertThat(demo.json("/api/v1/people/list.over@acme.example").path("active").asBoolean())
                .isFalse();
        JsonNode left = read(send("", "email,name\nlist.over@acme.example,Over\n"));
        assertThat(left.path("left").size()).isOne();
        read(send("", "email,active\nlist.over@acme.example,yes\n"));
        assertThat(demo.json("/api/v1/people/list.over@acme.example").path("active").asBoolean())
                .isTrue();
    }

    @Test
    void changesNobodyWhenALineIsWrongAndNamesIt() throws Exception {
        String good = "list.never@acme.example,Never,developer,\n";
        String head = "email,name,role,manager\n";
        refused(head + good + "no address,X,developer,\n", "Line 3: email is 'no address'");
        refused(head + good + "a@acme.example,A,emperor,\n", "Line 3: ");
        refused(
                head + good + "a@acme.example,A,developer,nobody@acme.example\n",
                "Line 3: the manager");
        refused(head + good + good, "Lines 2 and 3 have the same address");
        refused(head + good + "a@acme.example,A\n", "Line 3 has 2 cells");
        refused("name\nX\n", "No column is called email");
        refused("", "The list is empty");
        refused("email,name\n\"x", "quotation marks");
        refused("email,name\n" + "x@acme.example,X\n".repeat(2), "the same address");
        StringBuilder rows = new StringBuilder("email,name\n");
        for (int i = 0; i < 6_000; i++) {
            rows.append("long").append(i).append("@acme.example,L\n");
        }
        refused(rows.toString(), "more than 5000 rows");
        assertThat(send("", "email\n" + "x".repeat(2_000_000)).statusCode()).isEqualTo(413);
        assertThat(
                        demo.get("/api/v1/people/list.never@acme.example", demo.adminToken())
                                .statusCode())
                .isEqualTo(404);
    }

    private static void refused(String list, String words) throws Exception {
        HttpResponse<String> answer = send("", list);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(words);
    }

    private static HttpResponse<String> send(String query, String list) throws Exception {
        return demo.send(
                "POST", "/api/v1/people-lists" + query, demo.adminToken(), "text/csv", list);
    }

    private static JsonNode read(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return RunningDemo.JSON.readTree(answer.body());
    }
}
