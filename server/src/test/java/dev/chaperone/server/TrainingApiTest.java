// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.petitions.Party;
import dev.chaperone.workspace.tokens.NewToken;
import dev.chaperone.workspace.tokens.Token;
import dev.chaperone.workspace.training.Sheet;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.nio.file.Path;

/// The training by the API, with tokens as programs have them.
@Timeout(600)
final class TrainingApiTest {
    private static RunningDemo demo;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        demo = RunningDemo.start(data);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    private static Person person(String account) {
        return demo.instance()
                .workspace()
                .people()
                .find(account + "@northwind.example")
                .orElseThrow();
    }

    /// A token that its owner made.
    private static String own(String account) {
        Person person = person(account);
        return demo.instance()
                .workspace()
                .tokens()
                .create(
                        new NewToken(person.id(), "own", Token.Kind.API, null),
                        Actor.of(person.id()))
                .secret();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return RunningDemo.JSON.readTree(answer.body());
    }

    @Test
    void showsCoursesAndTheirLessonsAndNoQuestion() throws Exception {
        String token = demo.apiToken(Role.DEVELOPER);
        JsonNode courses = json(demo.get("/api/v1/courses", token)).path("items");
        assertThat(courses.size()).isEqualTo(3);

        HttpResponse<String> course = demo.get("/api/v1/courses/ai-coding-safely", token);
        assertThat(json(course).path("lessons").size()).isEqualTo(12);
        assertThat(json(course).path("version").asString()).startsWith("sha256:");
        assertThat(course.body()).doesNotContain("choices");
        assertThat(demo.get("/api/v1/courses/flying", token).statusCode()).isEqualTo(404);
        assertThat(demo.get("/api/v1/courses/Not%20An%20Id", token).statusCode()).isEqualTo(404);
    }

    @Test
    void takesAQuizWithATokenOfOnesOwnAndTellsWhatIsRightAfterwardsOnly() throws Exception {
        String token = own("tomasz");
        HttpResponse<String> begun =
                demo.post("/api/v1/training", token, "{\"course\":\"reviewing-ai-changes\"}");
        assertThat(begun.statusCode()).isEqualTo(201);
        assertThat(begun.body()).contains("\"marked\":null").doesNotContain("\"because\"");
        String id = json(begun).path("attempt").path("id").asString();

        String path = "/api/v1/training/" + id + "/submit";
        for (String bad :
                new String[] {
                    "{}",
                    "{\"answers\":[null]}",
                    "{\"answers\":[{\"question\":1,\"choices\":[null]}]}",
                    "{\"answers\":[{\"question\":1,\"choices\":[99]}]}",
                    "{\"answers\":[{\"question\":99,\"choices\":[1]}]}"
                }) {
            assertThat(demo.post(path, token, bad).statusCode()).as(bad).isEqualTo(400);
        }
        StringBuilder answers = new StringBuilder();
        for (int i = 1; i <= json(begun).path("questions").size(); i++) {
            answers.append(i == 1 ? "" : ",")
                    .append("{\"question\":%d,\"choices\":[1]}".formatted(i));
        }
        String all = "{\"answers\":[" + answers + "]}";
        HttpResponse<String> ended = demo.post(path, token, all);
        assertThat(ended.statusCode()).isEqualTo(200);
        assertThat(ended.body()).contains("\"because\"");
        assertThat(demo.post(path, token, all).statusCode()).isEqualTo(409);

        JsonNode mine = json(demo.get("/api/v1/training", token)).path("items");
        assertThat(mine.size()).isEqualTo(1);
        assertThat(mine.get(0).path("id").asString()).isEqualTo(id);
    }

    @Test
    void takesNoQuizForSomebodyElse() throws Exception {
        String madeByAnother = demo.apiToken(Role.DEVELOPER);
        String start = "{\"course\":\"ai-coding-safely\"}";
        assertThat(demo.post("/api/v1/training", madeByAnother, start).statusCode()).isEqualTo(409);
        assertThat(demo.post("/api/v1/training", demo.adminToken(), start).statusCode())
                .isEqualTo(409);
    }

    @Test
    void showsAnOpenAttemptToNobodyElse() throws Exception {
        Person priya = person("priya");
        Sheet sheet =
                demo.instance()
                        .workspace()
                        .training()
                        .attempts()
                        .start(new CourseId("ai-coding-safely"), Party.signedIn(priya.id()));
        String path = "/api/v1/training/" + sheet.attempt().id();

        assertThat(demo.get(path, own("ada")).statusCode()).isEqualTo(404);
        assertThat(demo.get(path, demo.apiToken(Role.ADMINISTRATOR)).statusCode()).isEqualTo(404);
        assertThat(demo.get(path, own("priya")).statusCode()).isEqualTo(200);
        assertThat(
                        demo.get("/api/v1/training?person=priya@northwind.example", own("ada"))
                                .statusCode())
                .isEqualTo(403);
    }

    @Test
    void assignsACourseAgainAndCountsWithDenominatorVersionAndTime() throws Exception {
        String administrator = demo.apiToken(Role.ADMINISTRATOR);
        HttpResponse<String> assigned =
                demo.post(
                        "/api/v1/training/retrainings",
                        administrator,
                        """
                        {"person":"ada@northwind.example","course":"ai-coding-safely",
                         "reason":"violation","due":"2099-01-01"}
                        """);
        assertThat(assigned.statusCode()).isEqualTo(201);
        assertThat(json(assigned).path("dueAt").asString()).isEqualTo("2099-01-01T00:00:00Z");

        JsonNode figures =
                json(demo.get("/api/v1/training/completion", demo.apiToken(Role.AUDITOR)))
                        .path("items")
                        .get(0);
        assertThat(figures.path("course").asString()).isEqualTo("ai-coding-safely");
        assertThat(figures.path("asked").asInt()).isEqualTo(3);
        assertThat(figures.path("version").asString()).startsWith("sha256:");
        assertThat(figures.path("asOf").asString()).isNotBlank();
        JsonNode standing =
                json(demo.get("/api/v1/training/standing", own("ada"))).path("items").get(0);
        assertThat(standing.path("state").asString()).isEqualTo("due");
    }
}
