// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.detection.FingerprintKey;
import dev.chaperone.detection.KnownSecret;
import dev.chaperone.tlog.Merkle;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The API as outsiders use it.
@Timeout(600)
final class WorkspaceApiTest {
    private static RunningDemo demo;
    private static Path data;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        data = directory;
        demo = RunningDemo.start(directory);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void takesATokenAtTheGatewayWhenTheCallThatMadeItReturns() throws Exception {
        JsonNode noor =
                create(
                        "/api/v1/people",
                        "{\"email\":\"noor@northwind.example\",\"name\":\"Noor\",\"jurisdiction\":\"FR\"}");
        assertThat(noor.path("jurisdiction").asString()).isEqualTo("FR");
        JsonNode token =
                create(
                        "/api/v1/tokens",
                        "{\"person\":\"noor@northwind.example\",\"name\":\"laptop\"}");
        String secret = token.path("token").asString();

        assertThat(secret).startsWith("chp_");
        assertThat(demo.ask(secret, "Hello?", "r").statusCode()).isEqualTo(200);
        assertThat(demo.json("/api/v1/people/noor@northwind.example").path("onboarded").asBoolean())
                .isTrue();

        HttpResponse<String> revoked =
                demo.send(
                        "DELETE",
                        "/api/v1/tokens/" + token.path("id").asString(),
                        demo.adminToken(),
                        "application/json",
                        "");
        assertThat(revoked.statusCode()).isEqualTo(204);
        assertThat(demo.ask(secret, "Still?", "r").statusCode()).isEqualTo(401);
        assertThat(demo.get("/api/v1/tokens", demo.adminToken()).body()).doesNotContain(secret);
    }

    @Test
    void findsTheRequestsOfACommitByItsFirstDigits() throws Exception {
        String commit = "c0ffee0123456789c0ffee0123456789c0ffee01";
        String other = "c0ffee1123456789c0ffee0123456789c0ffee01";
        demo.ask(demo.token(), "One.", "northwind/commits", commit);
        demo.ask(demo.token(), "Two.", "northwind/commits", other);
        demo.ask(demo.token(), "Three.", "northwind/commits");
        demo.searchable();

        JsonNode found = demo.json("/api/v1/interactions?commit=C0FFEE0").path("items");
        assertThat(found.valueStream().map(item -> item.path("commit").asString()))
                .containsExactly(commit);
        JsonNode all = demo.json("/api/v1/interactions?repository=northwind/commits").path("items");
        assertThat(all.get(0).path("commit").isNull()).isTrue();
        assertThat(all.size()).isEqualTo(3);
        assertThat(demo.get("/api/v1/interactions?commit=c0ffee", demo.adminToken()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void showsAnAnsweredAndABlockedRequestWithTheirEntriesInTheLedger() throws Exception {
        demo.ask(demo.token(), "Hello.", "northwind/api-test");
        demo.ask(demo.token(), "Is AKIAIOSFODNN7EXAMPLE good?", "northwind/api-test");
        demo.searchable();

        JsonNode items =
                demo.json("/api/v1/interactions?repository=northwind/api-test").path("items");
        JsonNode blocked = items.get(0);
        JsonNode answered = items.get(1);
        assertThat(blocked.path("decision").asString()).isEqualTo("blocked");
        assertThat(blocked.path("rule").asString()).isEqualTo("no-secrets");
        assertThat(blocked.path("answer").isNull()).isTrue();
        assertThat(blocked.path("findings").get(0).path("detector").asString())
                .isEqualTo("aws-access-key-id");
        assertThat(answered.path("decision").asString()).isEqualTo("allowed");
        assertThat(answered.path("person").path("email").asString())
                .isEqualTo("ada@northwind.example");
        assertThat(answered.path("answer").path("status").asInt()).isEqualTo(200);
        assertThat(answered.path("prompt").path("tokens").asLong()).isPositive();
        assertThat(answered.path("capture").asString()).isEqualTo("metadata");

        long outcome = answered.path("ledger").path("outcome").asLong();
        JsonNode entry = demo.json("/api/v1/ledger/entries/" + outcome);
        assertThat(entry.path("leaf").path("intent").asLong())
                .isEqualTo(answered.path("ledger").path("intent").asLong());
        byte[] bytes =
                demo.get("/api/v1/ledger/entries/" + outcome + "/leaf", demo.adminToken())
                        .body()
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(entry.path("hash").asString()).isEqualTo(Merkle.leaf(bytes).hex());
        assertThat(entry.path("contentDigest").asString()).isEqualTo(Digest.of(bytes).toString());
        ObjectNode alone =
                (ObjectNode) demo.json("/api/v1/interactions/" + blocked.path("id").asString());
        assertThat(alone.remove("receipt").has("intent")).isTrue();
        assertThat(alone.remove("captured").get(0).path("state").asString()).isEqualTo("none");
        assertThat(alone).isEqualTo(blocked);
    }

    @Test
    void keepsACompanysOwnSecretInsideFromTheCallThatAddedItToTheOneThatRemovesIt()
            throws Exception {
        String value = "winter.Kq7-mZx2LwT4";
        String question = "Which door does " + value + " open? " + "Tell me. ".repeat(60);
        assertThat(demo.ask(question).statusCode()).isEqualTo(200);

        FingerprintKey key =
                FingerprintKey.parse(demo.json("/api/v1/known-secrets/key").path("key").asString());
        KnownSecret secret = KnownSecret.of(key, "shop.door", KnownSecret.Kind.CANARY, value);
        JsonNode added =
                create(
                        "/api/v1/known-secrets",
                        "{\"secrets\":[{\"name\":\"shop.door\",\"kind\":\"canary\",\"fingerprints\":[\""
                                + secret.fingerprints().getFirst().written()
                                + "\"]}]}");
        assertThat(added.path("known").asInt()).isEqualTo(1);

        assertThat(demo.ask(question).body()).contains("canary 'shop.door'");
        demo.searchable();
        JsonNode finding =
                demo.json("/api/v1/interactions?detector=canary").at("/items/0/findings/0");
        assertThat(finding.path("name").asString()).isEqualTo("shop.door");
        assertThat(finding.path("confidence").asString()).isEqualTo("exact");
        assertThat(demo.get("/api/v1/checks", demo.adminToken()).body())
                .contains("\"canaries\"", "A canary stood in 1 request of the last 7 days");
        JsonNode listed = demo.json("/api/v1/known-secrets").at("/items/0");
        assertThat(listed.path("addedBy").asString()).isEqualTo("admin-token");
        assertThat(demo.get("/api/v1/known-secrets", demo.adminToken()).body())
                .contains("shop.door")
                .doesNotContain(secret.fingerprints().getFirst().mac());

        HttpResponse<String> removed =
                demo.send(
                        "DELETE",
                        "/api/v1/known-secrets/shop.door",
                        demo.adminToken(),
                        "application/json",
                        "");
        assertThat(removed.statusCode()).isEqualTo(204);
        assertThat(demo.ask(question).statusCode()).isEqualTo(200);
        assertThat(Files.getPosixFilePermissions(data.resolve("keys/known-secrets")))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void refusesWhatIsNoListOfFingerprints() throws Exception {
        String path = "/api/v1/known-secrets";
        assertThat(refused(path, "{}")).contains("0 secrets were sent, not 1 to 200.");
        assertThat(refused(path, "{\"secrets\":[null]}")).contains("holds null");
        assertThat(refused(path, "{\"secrets\":[{\"name\":\"a\"}]}"))
                .contains("'a': A secret has 1 to 4 fingerprints.");
        assertThat(refused(path, "{\"secrets\":[{\"name\":\"a\",\"fingerprints\":[\"x\"]}]}"))
                .contains("'a': That is no fingerprint.");
        assertThat(refused(path, "{\"secrets\":[{\"name\":\"a/b\",\"fingerprints\":[\"x\"]}]}"))
                .contains("'a/b'");
        assertThat(refused(path, "{\"secrets\":[{\"name\":\"a\",\"value\":\"x\"}]}"))
                .contains("value");
    }

    @Test
    void listsPieceByPieceWithoutAGapAndWithoutADouble() throws Exception {
        for (int i = 0; i < 7; i++) {
            demo.ask(demo.token(), "Number " + i, "northwind/pieces");
        }
        demo.searchable();

        List<Long> all = indices("/api/v1/interactions?repository=northwind/pieces&limit=500");
        List<Long> pieces = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    demo.json("/api/v1/interactions?repository=northwind/pieces&limit=3" + cursor);
            page.path("items").forEach(item -> pieces.add(index(item)));
            cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asString();
        } while (!cursor.isEmpty());

        assertThat(pieces).hasSize(7).isEqualTo(all);
    }

    @Test
    void showsADeveloperTheirOwnRequestsAndNoOthersEvenById() throws Exception {
        DemoCompany company = java.util.Objects.requireNonNull(demo.instance().company());
        String other = company.token(DemoCompany.MEMBERS.get(1)).orElseThrow();
        demo.ask(demo.token(), "Mine.", "northwind/scope");
        demo.ask(other, "Not mine.", "northwind/scope");
        demo.searchable();
        String developer = demo.apiToken(Role.DEVELOPER);
        String path = "/api/v1/interactions?repository=northwind/scope";

        assertThat(demo.json(path).path("items").size()).isEqualTo(2);
        JsonNode own = RunningDemo.JSON.readTree(demo.get(path, developer).body()).path("items");
        assertThat(own.size()).isEqualTo(1);

        Set<String> ids = new HashSet<>();
        demo.json(path).path("items").forEach(item -> ids.add(item.path("id").asString()));
        ids.remove(own.get(0).path("id").asString());
        String hidden = "/api/v1/interactions/" + ids.iterator().next();
        HttpResponse<String> refused = demo.get(hidden, developer);
        HttpResponse<String> unknown = demo.get("/api/v1/interactions/interaction_x", developer);
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(detail(refused)).isEqualTo(detail(unknown));
    }

    @Test
    void putsAPublishedPolicyInForceWhenTheCallReturns() throws Exception {
        String before = Files.readString(data.resolve("policy.yaml"));
        String stricter =
                before.replace(
                        "{tool: claude-api, plans: [api]}", "{tool: tabnine, plans: [enterprise]}");
        try {
            assertThat(publish(stricter).statusCode()).isEqualTo(201);
            HttpResponse<String> refused = demo.ask("Hello?");
            assertThat(refused.statusCode()).isEqualTo(451);
            assertThat(refused.body()).contains("tool-not-allowed");
            assertThat(Files.readString(data.resolve("policy.yaml"))).isEqualTo(stricter);
        } finally {
            assertThat(publish(before).statusCode()).isEqualTo(201);
        }
        assertThat(demo.ask("Hello?").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAPolicyThatItCanNotReadWithLineAndColumn() throws Exception {
        HttpResponse<String> refused =
                publish("apiVersion: chaperone.dev/v1\norganization: X\nwat: 1\n");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(detail(refused)).contains("line 3, column 1: unknown key 'wat'");
        assertThat(demo.ask("Hello?").statusCode()).isEqualTo(200);
    }

    @Test
    void namesWhatIsWrongWithARequest() throws Exception {
        assertThat(refused("/api/v1/people", "{\"email\":\"a@b.c\",\"name\":\"A\",\"wat\":1}"))
                .contains("wat", "Known: email, jurisdiction, name, role, teams");
        assertThat(refused("/api/v1/people", "{\"name\":\"A\"}")).contains("'email' is missing");
        assertThat(refused("/api/v1/people", "{\"email\":")).contains("not JSON");
        assertThat(refused("/api/v1/people", "")).contains("not JSON");
        assertThat(refused("/api/v1/people", "[]")).contains("not JSON");
        assertThat(refused("/api/v1/people", "{\"email\":\"a@b.c\",\"name\":\"A\",\"role\":\"x\"}"))
                .contains("role is 'x'");
        assertThat(refused("/api/v1/people", person("\"jurisdiction\":\"Germany\"")))
                .contains("not a country code of ISO 3166 such as DE");
        assertThat(refused("/api/v1/people", person("\"teams\":[null]"))).contains("'teams'");
        assertThat(refused("/api/v1/people", "{\"email\":\"a@b.c\",\"name\":\"\\ud800\"}"))
                .contains("half a character");
    }

    @Test
    void makesNoTokenThatNeverEndsOutOfAnEmptyField() throws Exception {
        for (String never : List.of("", " ", "soon", "+300000-01-01T00:00:00Z", "1066-01-01")) {
            String fields = "{\"person\":\"ada@northwind.example\",\"name\":\"x\",";
            assertThat(refused("/api/v1/tokens", fields + "\"expires\":\"" + never + "\"}"))
                    .contains("expires");
        }
    }

    @Test
    void readsNoMoreOfABodyThanItNeeds() throws Exception {
        String large = "a".repeat(BodyLimit.MAX + 1);
        HttpResponse<String> policy = publish(large);
        assertThat(policy.statusCode()).isEqualTo(413);
        assertThat(detail(policy)).contains("larger than 1024 KiB");
        HttpResponse<String> person =
                demo.post("/api/v1/people", demo.adminToken(), "{\"name\":\"" + large + "\"}");
        assertThat(person.statusCode()).isEqualTo(413);
    }

    @Test
    void saysWhichContentTypeAPolicyHas() throws Exception {
        HttpResponse<String> answer =
                demo.send(
                        "POST",
                        "/api/v1/policies",
                        demo.adminToken(),
                        "application/x-www-form-urlencoded",
                        "apiVersion: x");
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(detail(answer)).contains("application/yaml");
    }

    @Test
    void speaksJsonOnly() throws Exception {
        HttpResponse<String> yaml =
                demo.send(
                        "POST",
                        "/api/v1/people",
                        demo.adminToken(),
                        "application/yaml",
                        "email: a@b.c\nname: A\n");
        assertThat(yaml.statusCode()).isEqualTo(415);
    }

    @Test
    void endsAPersonsAccessWhenTheCallReturns() throws Exception {
        create("/api/v1/people", "{\"email\":\"leaver@northwind.example\",\"name\":\"L\"}");
        String token =
                create("/api/v1/tokens", "{\"person\":\"leaver@northwind.example\",\"name\":\"l\"}")
                        .path("token")
                        .asString();
        assertThat(demo.ask(token, "Hello?", "r").statusCode()).isEqualTo(200);

        HttpResponse<String> ended = active("{\"active\":false}");
        assertThat(RunningDemo.JSON.readTree(ended.body()).path("active").asBoolean()).isFalse();
        assertThat(demo.ask(token, "Hello?", "r").statusCode()).isEqualTo(401);

        active("{\"active\":true}");
        assertThat(demo.ask(token, "Hello?", "r").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> active(String json) throws Exception {
        HttpResponse<String> answer = change("leaver@northwind.example", json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    @Test
    void movesAPersonToOtherTeamsAndAnotherCountry() throws Exception {
        String mover = "mover@northwind.example";
        create(
                "/api/v1/people",
                "{\"email\":\"" + mover + "\",\"name\":\"M\",\"jurisdiction\":\"FR\"}");

        JsonNode moved =
                RunningDemo.JSON.readTree(change(mover, "{\"teams\":[\"shop\",\"ai\"]}").body());
        assertThat(moved.path("teams").toString()).isEqualTo("[\"ai\",\"shop\"]");
        assertThat(moved.path("jurisdiction").asString()).isEqualTo("FR");

        moved = RunningDemo.JSON.readTree(change(mover, "{\"jurisdiction\":\"DE\"}").body());
        assertThat(moved.path("teams").size()).isEqualTo(2);
        assertThat(moved.path("jurisdiction").asString()).isEqualTo("DE");

        moved = RunningDemo.JSON.readTree(change(mover, "{\"jurisdiction\":null}").body());
        assertThat(moved.path("jurisdiction").isNull()).isTrue();

        for (String wrong :
                List.of(
                        "{}",
                        "{\"jurisdiction\":\"XX\"}",
                        "{\"jurisdiction\":1}",
                        "{\"teams\":[\"\"]}",
                        "{\"country\":\"DE\"}")) {
            assertThat(change(mover, wrong).statusCode()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void givesAPersonAnotherRoleNameAndPlaceAtWork() throws Exception {
        String mira = "mira@northwind.example";
        create("/api/v1/people", "{\"email\":\"" + mira + "\",\"name\":\"Mira\"}");

        HttpResponse<String> answer =
                change(
                        mira,
                        """
                        {"role":"team-lead","name":"Mira Novak","email":"mira.novak@northwind.example",
                         "employment":{"type":"contractor","department":"Cloud",
                                       "manager":"grace@northwind.example","lastDay":"2027-03-31"}}
                        """);

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode changed = RunningDemo.JSON.readTree(answer.body());
        mira = "mira.novak@northwind.example";
        assertThat(changed.path("role").asString()).isEqualTo("team-lead");
        assertThat(changed.path("email").asString()).isEqualTo(mira);
        assertThat(changed.path("employment").path("lastDay").asString()).isEqualTo("2027-03-31");
        assertThat(change(mira, "{\"role\":\"chief\"}").body()).contains("compliance-lead");
        assertThat(change(mira, "{\"employment\":{\"lastDay\":\"soon\"}}").body())
                .contains("not a day such as");
        assertThat(change(mira, "{\"employment\":{\"manager\":\"nobody@x.example\"}}").body())
                .contains("nobody has the address");
        assertThat(change(mira, "{\"isAdmin\":true}").statusCode()).isEqualTo(400);
    }

    @Test
    void listsWhoLeftAndTakesProofFromAfterwardsOnly() throws Exception {
        String leaver = "departed@northwind.example";
        create("/api/v1/people", "{\"email\":\"" + leaver + "\",\"name\":\"L\"}");
        create("/api/v1/tokens", "{\"person\":\"" + leaver + "\",\"name\":\"laptop\"}");
        String path = "/api/v1/offboardings/" + leaver;
        assertThat(demo.get(path, demo.adminToken()).statusCode()).isEqualTo(404);
        change(leaver, "{\"active\":false}");

        JsonNode left = RunningDemo.JSON.readTree(demo.get(path, demo.adminToken()).body());
        assertThat(left.path("state").asString()).isEqualTo("open");
        assertThat(left.path("items").size()).isEqualTo(3);
        assertThat(demo.get("/api/v1/offboardings", demo.adminToken()).body())
                .contains(left.path("person").asString());
        String grace = demo.apiToken(Role.ADMINISTRATOR);
        assertThat(
                        demo.post(
                                        path + "/items/devices/proof",
                                        grace,
                                        "{\"source\":\"laptop\",\"read\":\"2026-01-01\"}")
                                .body())
                .contains("before the person left");
        assertThat(
                        demo.post(path + "/items/devices/proof", grace, "{\"source\":\"laptop\"}")
                                .statusCode())
                .isEqualTo(200);
        assertThat(
                        demo.post(path + "/items/devices/proof", grace, "{\"source\":\"laptop\"}")
                                .statusCode())
                .isEqualTo(409);
    }

    private static HttpResponse<String> change(String person, String json) throws Exception {
        return demo.send(
                "PATCH", "/api/v1/people/" + person, demo.adminToken(), "application/json", json);
    }

    @Test
    void refusesFiltersThatItDoesNotKnowInsteadOfAnsweringWithEverything() throws Exception {
        for (String query :
                List.of(
                        "repo=x",
                        "decision=maybe",
                        "from=yesterday",
                        "limit=0",
                        "limit=x",
                        "limit=1&limit=2",
                        "q=%FF",
                        "cursor=!")) {
            HttpResponse<String> answer =
                    demo.get("/api/v1/interactions?" + query, demo.adminToken());
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            assertThat(answer.headers().firstValue("content-type"))
                    .as(query)
                    .hasValue("application/problem+json");
        }
    }

    @Test
    void knowsItsParametersOnEveryList() throws Exception {
        for (String path :
                List.of("people?emial=x", "teams?x=1", "tokens?owner=x", "policies?q=x")) {
            HttpResponse<String> answer = demo.get("/api/v1/" + path, demo.adminToken());
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(detail(answer)).startsWith("Unknown parameter");
        }
    }

    @Test
    void tellsWhatWentWrongBeforeARouteWasFoundAsAProblemToo() throws Exception {
        for (String path :
                List.of("/api/v1/;x/people", "//api/v1/people", "/api/v1/%2e%2e/people")) {
            HttpResponse<String> answer = demo.get(path, demo.adminToken());
            assertThat(answer.statusCode()).as(path).isBetween(400, 499);
            assertThat(answer.headers().firstValue("content-type"))
                    .as(path)
                    .hasValue("application/problem+json");
        }
    }

    @Test
    void answersToTheNamesOfThisMachineOnly() throws Exception {
        assertThat(raw("/sign-in", "evil.example", ""))
                .startsWith("HTTP/1.1 421")
                .doesNotContain("Enter as");
    }

    @Test
    void refusesInWordsOfProgramsWhatTheWebServerDoesNotTake() throws Exception {
        for (String path :
                List.of("/api/v1/people/a%2fb", "/api/v1/%00", "/ledger/%zz", "/api/v1/a%5cb")) {
            assertThat(raw(path, "127.0.0.1", ""))
                    .as(path)
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json", "urn:chaperone:problem:invalid")
                    .doesNotContainIgnoringCase("<html", "tomcat");
        }
        assertThat(raw("/api/v1/people", "127.0.0.1", "X-Long: " + "a".repeat(20_000) + "\r\n"))
                .startsWith("HTTP/1.1 4")
                .doesNotContainIgnoringCase("<html", "tomcat");
    }

    /// What a client gets that checks nothing itself.
    private static String raw(String path, String host, String headers) throws IOException {
        URI url = URI.create(demo.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream()
                    .write(
                            "GET %s HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\n\r\n"
                                    .formatted(path, host, headers)
                                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void tellsAStrangerThatItWorksAndNoMore() throws Exception {
        HttpResponse<String> health = demo.get("/health", "");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body())
                .isEqualTo("{\"status\":\"up\",\"ledger\":\"fine\",\"database\":\"fine\"}");
    }

    @Test
    void describesItself() throws Exception {
        JsonNode description = RunningDemo.JSON.readTree(demo.get("/api/openapi.json", "").body());
        assertThat(description.path("openapi").asString()).startsWith("3.");
        assertThat(description.path("paths").has("/api/v1/interactions")).isTrue();
        assertThat(description.path("paths").has("/api/v1/tokens/{id}")).isTrue();
        Set<String> names = new HashSet<>();
        description
                .findValues("operationId")
                .forEach(name ->
                        assertThat(names.add(name.asString())).as(name.asString()).isTrue());
        Set<String> parameters = new HashSet<>();
        description
                .at("/paths/~1api~1v1~1interactions/get/parameters")
                .forEach(parameter -> parameters.add(parameter.path("name").asString()));
        assertThat(parameters)
                .contains("person", "repository", "from", "cursor", "limit")
                .doesNotContain("caller", "asked");
    }

    @Test
    void checksWhatWorks() throws Exception {
        Set<String> names = new HashSet<>();
        for (JsonNode check : demo.json("/api/v1/checks").path("items")) {
            String name = check.path("name").asString();
            names.add(name);
            // Another test plants a canary here and sends it.
            assertThat(check.path("state").asString())
                    .as(check.toString())
                    .isIn(
                            name.equals("canaries")
                                    ? List.of("problem")
                                    : List.of("fine", "unknown"));
        }
        assertThat(names)
                .contains(
                        "ledger", "database", "search", "policy", "upstreams", "people", "tokens");
    }

    private static String person(String more) {
        return "{\"email\":\"a@b.c\",\"name\":\"A\"," + more + "}";
    }

    private static JsonNode create(String path, String json) throws Exception {
        HttpResponse<String> answer = demo.post(path, demo.adminToken(), json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return RunningDemo.JSON.readTree(answer.body());
    }

    private static String refused(String path, String json) throws Exception {
        HttpResponse<String> answer = demo.post(path, demo.adminToken(), json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValue("application/problem+json");
        return detail(answer);
    }

    private static HttpResponse<String> publish(String policy) throws Exception {
        return demo.send("POST", "/api/v1/policies", demo.adminToken(), "application/yaml", policy);
    }

    private static String detail(HttpResponse<String> problem) {
        return RunningDemo.JSON.readTree(problem.body()).path("detail").asString();
    }

    private static List<Long> indices(String path) throws Exception {
        List<Long> indices = new ArrayList<>();
        demo.json(path).path("items").forEach(item -> indices.add(index(item)));
        return indices;
    }

    private static long index(JsonNode item) {
        return item.path("ledger").path("intent").asLong();
    }
}
