// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What somebody did in the database is said wherever a row is shown, and who reads is recorded.
@Timeout(600)
final class AlteredRowsInPagesTest {
    private static RunningDemo demo;

    private final String repository = "northwind/rows-" + System.nanoTime();
    private final String list = "/api/v1/interactions?repository=" + repository;
    private HttpClient browser;
    private long before;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        demo = RunningDemo.start(data);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @BeforeEach
    void ask() throws Exception {
        demo.post("/api/v1/projection/rebuild", demo.adminToken(), "");
        awaitRows("fine");
        demo.ask(demo.token(), "Hello.", repository);
        demo.searchable();
        before = demo.instance().workspace().ledger().size();
        browser =
                HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build();
    }

    @AfterEach
    void leave() {
        browser.close();
    }

    @Test
    void showsTheLedgersWordAndNamesWhatWasChangedOnEveryWay() throws Exception {
        assertThat(demo.json(list).path("items").get(0).path("altered").size()).isZero();
        sql(
                "UPDATE interaction SET model = 'other', decision = 'blocked' WHERE repository = '"
                        + repository
                        + "'");

        JsonNode item = demo.json(list).path("items").get(0);
        assertThat(item.path("model").asString()).isEqualTo("claude-demo");
        assertThat(item.path("decision").asString()).isEqualTo("allowed");
        assertThat(item.path("altered").toString()).isEqualTo("[\"model\",\"decision\"]");
        String id = item.path("id").asString();
        assertThat(demo.json("/api/v1/interactions/" + id).path("altered").size()).isEqualTo(2);

        signIn();
        String said = "This row had been changed in the database (model, decision)";
        assertThat(page("/activity")).contains(said, "claude-demo").doesNotContain("other<");
        assertThat(page("/activity/rows")).contains(said);
        assertThat(page("/activity/" + id)).contains(said, "The database disagreed");
    }

    @Test
    void tellsNoNameThatWasChangedInTheDatabase() throws Exception {
        JsonNode item = demo.json(list).path("items").get(0);
        String person = item.path("person").path("id").asString();
        String email = item.path("person").path("email").asString();
        sql("UPDATE person SET email = 'mallory@example.com' WHERE id = '" + person + "'");
        try {
            JsonNode changed = demo.json(list).path("items").get(0);
            assertThat(changed.path("person").path("id").asString()).isEqualTo(person);
            assertThat(changed.path("person").path("email").isNull()).isTrue();
            assertThat(changed.path("altered").toString()).isEqualTo("[\"person.identity\"]");

            signIn();
            String said = "a person whose name the ledger does not confirm (" + person + ")";
            assertThat(page("/activity")).contains(said);
            assertThat(page("/activity/" + item.path("id").asString())).containsIgnoringCase(said);
            assertThat(check("people").path("state").asString()).isEqualTo("problem");
            assertThat(check("people").path("detail").asString()).contains(person);
        } finally {
            sql("UPDATE person SET email = '" + email + "' WHERE id = '" + person + "'");
        }
        assertThat(demo.json(list).path("items").get(0).path("altered").size()).isZero();
    }

    @Test
    void leavesOutWhatNoEntryBacksAndSaysHowMany() throws Exception {
        sql("UPDATE interaction SET intent = 2 WHERE repository = '" + repository + "'");

        JsonNode found = demo.json(list);
        assertThat(found.path("items").size()).isZero();
        assertThat(found.path("unbacked").asInt()).isEqualTo(1);
        signIn();
        assertThat(page("/activity?repository=" + repository))
                .contains("1 row of the database left out");
    }

    @Test
    void findsWhatWasDoneAndMakesTheRowsAnewOnDemand() throws Exception {
        String id = demo.json(list).path("items").get(0).path("id").asString();
        sql("DELETE FROM interaction WHERE repository = '" + repository + "'");
        demo.post("/api/v1/projection/check", demo.adminToken(), "");
        awaitRows("problem");
        awaitAction("search.differs");
        assertThat(demo.json("/api/v1/projection").path("missing").asInt()).isEqualTo(1);
        assertThat(check().path("repair").asString()).contains("/api/v1/projection/rebuild");
        signIn();
        assertThat(page("/")).contains("Rows differ from the ledger", "1 row is missing");
        assertThat(page("/activity/" + id)).contains("its row in the database is gone");
        assertThat(demo.get("/api/v1/interactions/" + id, demo.adminToken()).statusCode())
                .isEqualTo(409);

        String developer = demo.apiToken(Role.DEVELOPER);
        assertThat(demo.post("/api/v1/projection/rebuild", developer, "").statusCode())
                .isEqualTo(403);
        assertThat(demo.post("/api/v1/projection/rebuild", demo.adminToken(), "").statusCode())
                .isEqualTo(202);
        awaitRows("fine");
        assertThat(demo.json(list).path("items").size()).isEqualTo(1);
        assertThat(actions("search.")).containsExactly("search.differs", "search.rebuilt");
    }

    @Test
    void recordsWhoReadsWhatOthersDidButNotOnesOwn() throws Exception {
        String developer = demo.apiToken(Role.DEVELOPER);
        String own = demo.get(list, developer).body();
        String id = RunningDemo.JSON.readTree(own).path("items").get(0).path("id").asString();
        demo.get("/api/v1/interactions/" + id, developer);
        assertThat(actions("activity.")).isEmpty();

        String auditor = demo.apiToken(Role.AUDITOR);
        for (int i = 0; i < 3; i++) {
            demo.get(list + "&q=Hello", auditor);
            demo.get(list, auditor);
            demo.get("/api/v1/interactions/" + id, auditor);
            demo.get("/api/v1/ledger/entries/0", auditor);
        }
        assertThat(actions("activity."))
                .containsExactly("activity.searched", "activity.searched", "activity.read");
        assertThat(actions("ledger.")).containsExactly("ledger.read");
        assertThat(recorded("activity.").getFirst().details())
                .containsEntry("repository-length", Integer.toString(repository.length()))
                .containsEntry("q-length", "5")
                .containsEntry("rows", "0")
                .doesNotContainValue("Hello");
        assertThat(recorded("activity.").get(1).details()).containsEntry("repository", repository);
    }

    @Test
    void recordsSignInsSignOutsAndRefusals() throws Exception {
        signIn();
        form("/sign-in", "/sign-in", "token", "chp_wrong");
        form("/activity", "/sign-out", "x", "y");
        assertThat(actions("session."))
                .containsExactly("session.started", "session.refused", "session.ended");
        assertThat(page("/activity")).contains("Sign in").doesNotContain("Every request that");
    }

    @Test
    void showsNothingOfOthersWhileReadsCanNotBeRecorded(@TempDir Path other) throws Exception {
        try (RunningDemo full = RunningDemo.start(other)) {
            full.ask(full.token(), "Hello.", repository);
            full.searchable();
            String auditor = full.apiToken(Role.AUDITOR);
            String developer = full.apiToken(Role.DEVELOPER);
            full.searchable();
            full.instance().workspace().ledger().close();

            HttpResponse<String> refused = full.get("/api/v1/interactions", auditor);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body())
                    .contains("nothing of others is shown")
                    .doesNotContain(repository);
            HttpResponse<String> own = full.get("/api/v1/interactions", developer);
            assertThat(own.statusCode()).isEqualTo(200);
            assertThat(own.body()).contains(repository);
        }
    }

    private void signIn() throws Exception {
        form("/sign-in", "/sign-in", "token", demo.adminToken());
    }

    private String page(String path) throws Exception {
        return browser.send(
                        HttpRequest.newBuilder(URI.create(demo.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /// Sends a form of a page with the page's proof against forgery.
    private void form(String page, String path, String name, String value) throws Exception {
        Matcher proof =
                Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(page(page));
        assertThat(proof.find()).as("the proof against forgery on " + page).isTrue();
        String body = "_csrf=" + encode(proof.group(1)) + "&" + encode(name) + "=" + encode(value);
        browser.send(
                HttpRequest.newBuilder(URI.create(demo.url() + path))
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void sql(String sql) {
        int changed = demo.instance().workspace().database().jdbc().sql(sql).update();
        assertThat(changed).isPositive();
    }

    private JsonNode check() throws Exception {
        return check("rows");
    }

    private JsonNode check(String name) throws Exception {
        for (JsonNode check : demo.json("/api/v1/checks").path("items")) {
            if (check.path("name").asString().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("There is no check of the " + name);
    }

    private void awaitRows(String state) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!check().path("state").asString().equals(state)) {
            assertThat(System.nanoTime()).as("still " + check()).isLessThan(end);
        }
    }

    private void awaitAction(String action) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!actions(action).contains(action)) {
            assertThat(System.nanoTime()).as("no " + action).isLessThan(end);
        }
    }

    private List<String> actions(String begin) throws Exception {
        return recorded(begin).stream().map(Event.Administered::action).toList();
    }

    private List<Event.Administered> recorded(String begin) throws Exception {
        return demo.instance().workspace().ledger().read(before, 10_000).stream()
                .map(Leaves::read)
                .filter(Event.Administered.class::isInstance)
                .map(Event.Administered.class::cast)
                .filter(event -> event.action().startsWith(begin))
                .toList();
    }
}
