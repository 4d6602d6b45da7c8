// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The directory's side, with the requests that Okta and Microsoft Entra send.
@Timeout(600)
final class ScimTest {
    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String ENTERPRISE =
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static final Map<String, Object> NOTHING = Map.of();

    private static RunningDemo site;
    private static HttpServer vendor;
    private static ExecutorService vendorThreads;
    private static final CountDownLatch finish = new CountDownLatch(1);
    private static String token;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        vendor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        vendorThreads = Executors.newVirtualThreadPerTaskExecutor();
        vendor.setExecutor(vendorThreads);
        vendor.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.getResponseHeaders().set("content-type", "text/event-stream");
                    exchange.sendResponseHeaders(200, 0);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(
                                event(
                                        "message_start",
                                        "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"model\":\"c\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}"));
                        out.flush();
                        finish.await();
                        out.write(event("message_stop", "{\"type\":\"message_stop\"}"));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        vendor.start();
        Files.writeString(
                data.resolve("config.yaml"),
                """
                upstreams:
                  - {name: vendor, kind: anthropic, base-url: "http://127.0.0.1:%d"}
                """
                        .formatted(vendor.getAddress().getPort()));
        site = RunningDemo.start(data, new String[0]);
        JsonNode owner =
                api(
                        "POST",
                        "/api/v1/people",
                        Map.of(
                                "email",
                                "owner@acme.example",
                                "name",
                                "Owner",
                                "role",
                                "administrator"));
        token =
                api(
                                "POST",
                                "/api/v1/service-tokens",
                                Map.of(
                                        "name",
                                        "okta",
                                        "owner",
                                        owner.path("id").asString(),
                                        "scopes",
                                        List.of("scim"),
                                        "expires",
                                        Instant.now().plus(Duration.ofDays(90)).toString()))
                        .path("token")
                        .asString();
    }

    @AfterAll
    static void stop() {
        finish.countDown();
        site.close();
        vendor.stop(0);
        vendorThreads.close();
    }

    private static byte[] event(String name, String data) {
        return ("event: " + name + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void describesItself() throws Exception {
        assertThat(
                        scim("GET", "/ServiceProviderConfig", NOTHING)
                                .path("patch")
                                .path("supported")
                                .asBoolean())
                .isTrue();
        assertThat(scim("GET", "/ResourceTypes", NOTHING).path("totalResults").asInt())
                .isGreaterThanOrEqualTo(2);
        assertThat(scim("GET", "/Schemas", NOTHING).toString())
                .contains(USER, ENTERPRISE)
                .doesNotContain("x509Certificates", "\"name\":\"password\"");
    }

    @Test
    void takesPeopleFromOkta() throws Exception {
        assertThat(found("userName eq \"ada@acme.example\"")).isZero();
        JsonNode ada = scim("POST", "/Users", okta("ada@acme.example", "Ada", "Lovelace", "00u1"));
        String id = ada.path("id").asString();
        assertThat(ada.path("active").asBoolean()).isTrue();
        assertThat(ada.path("meta").path("location").asString()).endsWith("/scim/v2/Users/" + id);
        assertThat(ada.path("meta").path("version").asString()).startsWith("W/");
        assertThat(found("userName eq \"ADA@acme.example\"")).isOne();
        assertThat(found("externalId eq \"00u1\"")).isOne();
        assertThat(found("emails.value eq \"ada@acme.example\"")).isOne();
        assertThat(found("emails[type eq \"work\" and value eq \"ada@acme.example\"]")).isOne();
        assertThat(found("userName sw \"ada@\" and active eq true")).isOne();
        assertThat(person(id).path("name").asString()).isEqualTo("Ada Lovelace");

        HttpResponse<String> again =
                send("POST", "/Users", okta("Ada@acme.example", "A", "L", "00u2"));
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("\"scimType\":\"uniqueness\"");

        Map<String, Object> whole = okta("ada@acme.example", "Ada", "King", "00u1");
        assertThat(scim("PUT", "/Users/" + id, whole).path("name").path("familyName").asString())
                .isEqualTo("King");
        assertThat(person(id).path("name").asString()).isEqualTo("Ada King");

        scim(
                "PATCH",
                "/Users/" + id,
                patch(Map.of("op", "replace", "value", Map.of("active", false))));
        assertThat(person(id).path("active").asBoolean()).isFalse();
        assertThat(site.json("/api/v1/offboardings").toString()).contains(id);
        scim(
                "PATCH",
                "/Users/" + id,
                patch(Map.of("op", "replace", "value", Map.of("active", true))));
        assertThat(person(id).path("active").asBoolean()).isTrue();
    }

    @Test
    void takesPeopleFromEntra() throws Exception {
        JsonNode boss = scim("POST", "/Users", okta("boss@acme.example", "Bo", "Ss", "e0"));
        Map<String, Object> wanted = new HashMap<>(okta("eve@acme.example", "Eve", "Adam", "e1"));
        wanted.put("schemas", List.of(USER, ENTERPRISE));
        wanted.put(
                "addresses",
                List.of(
                        Map.of(
                                "type",
                                "work",
                                "country",
                                "DE",
                                "streetAddress",
                                "Secret street 1")));
        wanted.put("phoneNumbers", List.of(Map.of("type", "work", "value", "+49 111")));
        wanted.put("password", "not-to-be-kept-1");
        wanted.put(
                ENTERPRISE,
                Map.of(
                        "department",
                        "R&D",
                        "manager",
                        Map.of("value", boss.path("id").asString())));
        JsonNode eve = scim("POST", "/Users", wanted);
        String id = eve.path("id").asString();
        assertThat(eve.toString()).doesNotContain("not-to-be-kept-1", "+49 111", "Secret street");
        assertThat(person(id).path("jurisdiction").asString()).isEqualTo("DE");
        assertThat(person(id).path("employment").path("department").asString()).isEqualTo("R&D");
        assertThat(person(id).path("employment").path("manager").asString())
                .isEqualTo(boss.path("id").asString());

        JsonNode patched =
                scim(
                        "PATCH",
                        "/Users/" + id,
                        patch(
                                Map.of(
                                        "op",
                                        "Replace",
                                        "path",
                                        "emails[type eq \"work\"].value",
                                        "value",
                                        "eve.new@acme.example"),
                                Map.of(
                                        "op",
                                        "Add",
                                        "path",
                                        ENTERPRISE + ":department",
                                        "value",
                                        "Platform"),
                                Map.of(
                                        "op",
                                        "Replace",
                                        "path",
                                        "name.givenName",
                                        "value",
                                        "Evelyn"),
                                Map.of(
                                        "op",
                                        "Replace",
                                        "path",
                                        "displayName",
                                        "value",
                                        "Evelyn Adam"),
                                Map.of(
                                        "op",
                                        "Add",
                                        "path",
                                        "phoneNumbers[type eq \"mobile\"].value",
                                        "value",
                                        "+49 222"),
                                Map.of(
                                        "op",
                                        "Add",
                                        "path",
                                        "urn:acme:Custom:shoeSize",
                                        "value",
                                        "40"),
                                Map.of(
                                        "op",
                                        "Replace",
                                        "path",
                                        ENTERPRISE + ":manager",
                                        "value",
                                        id)));
        assertThat(patched.path("emails").get(0).path("value").asString())
                .isEqualTo("eve.new@acme.example");
        assertThat(person(id).path("email").asString()).isEqualTo("eve.new@acme.example");
        assertThat(person(id).path("name").asString()).isEqualTo("Evelyn Adam");
        assertThat(person(id).path("employment").path("department").asString())
                .isEqualTo("Platform");
        assertThat(person(id).path("employment").path("manager").isNull()).isTrue();

        scim(
                "PATCH",
                "/Users/" + id,
                patch(Map.of("op", "Replace", "path", "active", "value", "False")));
        assertThat(person(id).path("active").asBoolean()).isFalse();
        assertThat(scim("GET", "/Users/" + id, NOTHING).path("active").asBoolean()).isFalse();

        assertThat(send("DELETE", "/Users/" + id, NOTHING).statusCode()).isEqualTo(204);
        assertThat(send("DELETE", "/Users/" + id, NOTHING).statusCode()).isEqualTo(404);
        assertThat(send("GET", "/Users/" + id, NOTHING).statusCode()).isEqualTo(404);
        assertThat(found("userName eq \"" + "0f8fad5b-d9cb-469f-a165-70867728950e" + "\""))
                .isZero();
    }

    @Test
    void changesWhollyOrNotAtAll() throws Exception {
        String id =
                scim("POST", "/Users", okta("whole@acme.example", "W", "Hole", "w1"))
                        .path("id")
                        .asString();
        HttpResponse<String> refused =
                send(
                        "PATCH",
                        "/Users/" + id,
                        patch(
                                Map.of("op", "replace", "path", "displayName", "value", "Changed"),
                                Map.of(
                                        "op",
                                        "replace",
                                        "path",
                                        "emails[type eq \"work\"].value",
                                        "value",
                                        "no address")));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("invalidValue", "not an e-mail address");
        assertThat(person(id).path("name").asString()).isEqualTo("W Hole");

        String version =
                scim("GET", "/Users/" + id, NOTHING).path("meta").path("version").asString();
        Map<String, Object> patch =
                patch(Map.of("op", "replace", "path", "title", "value", "Lead"));
        assertThat(
                        send("PATCH", "/Users/" + id, patch, Map.of("if-match", "W/\"other\""))
                                .statusCode())
                .isEqualTo(412);
        assertThat(send("PATCH", "/Users/" + id, patch, Map.of("if-match", version)).statusCode())
                .isEqualTo(200);
        assertThat(
                        send("GET", "/Users/" + id, NOTHING, Map.of("if-none-match", version))
                                .statusCode())
                .isEqualTo(200);
        String now = scim("GET", "/Users/" + id, NOTHING).path("meta").path("version").asString();
        assertThat(send("GET", "/Users/" + id, NOTHING, Map.of("if-none-match", now)).statusCode())
                .isEqualTo(304);
        assertThat(site.json("/api/v1/directory-events?limit=20").toString())
                .contains("not an e-mail address")
                .doesNotContain("Changed");
    }

    @Test
    void givesAnAddressToSomebodyNewAndNeverTheOldPersonToThem() throws Exception {
        String old =
                scim("POST", "/Users", okta("sam@acme.example", "Sam", "Old", "s1"))
                        .path("id")
                        .asString();
        String key = key(old);
        scim(
                "PATCH",
                "/Users/" + old,
                patch(Map.of("op", "replace", "value", Map.of("active", false))));
        assertThat(found("userName eq \"sam@acme.example\"")).isZero();
        assertThat(
                        send("PUT", "/Users/" + old, okta("sam@acme.example", "Sam", "New", "s2"))
                                .statusCode())
                .isEqualTo(409);

        String young =
                scim("POST", "/Users", okta("sam@acme.example", "Sam", "New", "s2"))
                        .path("id")
                        .asString();
        assertThat(young).isNotEqualTo(old);
        assertThat(person(old).path("active").asBoolean()).isFalse();
        assertThat(person(old).path("name").asString()).isEqualTo("Sam Old");
        assertThat(site.ask(key, "Hello?", "r").statusCode()).isEqualTo(401);
        assertThat(site.json("/api/v1/people/sam@acme.example").path("id").asString())
                .isEqualTo(young);

        // The same one who comes back is the same person.
        scim(
                "PATCH",
                "/Users/" + young,
                patch(Map.of("op", "replace", "value", Map.of("active", false))));
        assertThat(
                        scim("POST", "/Users", okta("sam@acme.example", "Sam", "New", "s2"))
                                .path("id")
                                .asString())
                .isEqualTo(young);
        assertThat(person(young).path("active").asBoolean()).isTrue();
    }

    @Test
    void takesOverWhoIsThereAndBringsNobodyBackWhomSomebodyEnded() throws Exception {
        String id =
                api(
                                "POST",
                                "/api/v1/people",
                                Map.of("email", "hand@acme.example", "name", "By Hand"))
                        .path("id")
                        .asString();
        assertThat(found("userName eq \"hand@acme.example\"")).isOne();
        assertThat(
                        scim("POST", "/Users", okta("hand@acme.example", "By", "Directory", "h1"))
                                .path("id")
                                .asString())
                .isEqualTo(id);
        api("PATCH", "/api/v1/people/" + id, Map.of("active", false));
        assertThat(
                        scim("PUT", "/Users/" + id, okta("hand@acme.example", "By", "Other", "h1"))
                                .path("active")
                                .asBoolean())
                .isFalse();
        assertThat(
                        scim("POST", "/Users", okta("hand@acme.example", "By", "Again", "h1"))
                                .path("active")
                                .asBoolean())
                .isFalse();
        assertThat(person(id).path("active").asBoolean()).isFalse();
    }

    @Test
    void keepsTeamsInStep() throws Exception {
        String a =
                scim("POST", "/Users", okta("team.a@acme.example", "Team", "A", "t1"))
                        .path("id")
                        .asString();
        String b =
                scim("POST", "/Users", okta("team.b@acme.example", "Team", "B", "t2"))
                        .path("id")
                        .asString();
        api("PATCH", "/api/v1/people/" + a, Map.of("teams", List.of("by-hand")));
        JsonNode group =
                scim(
                        "POST",
                        "/Groups",
                        Map.of(
                                "schemas",
                                List.of("urn:ietf:params:scim:schemas:core:2.0:Group"),
                                "displayName",
                                "Payments",
                                "externalId",
                                "g1"));
        String id = group.path("id").asString();
        scim(
                "PATCH",
                "/Groups/" + id,
                patch(
                        Map.of(
                                "op",
                                "add",
                                "path",
                                "members",
                                "value",
                                List.of(Map.of("value", a, "display", "x"), Map.of("value", b)))));
        assertThat(person(a).path("teams").toString()).isEqualTo("[\"Payments\",\"by-hand\"]");
        assertThat(
                        scim("GET", "/Users/" + a, NOTHING)
                                .path("groups")
                                .get(0)
                                .path("display")
                                .asString())
                .isEqualTo("Payments");

        scim(
                "PATCH",
                "/Groups/" + id,
                patch(Map.of("op", "remove", "path", "members[value eq \"" + b + "\"]")));
        assertThat(person(b).path("teams").isEmpty()).isTrue();
        // Entra names in the value whom it removes, and sends a reference that is null.
        Map<String, @Nullable Object> member = new HashMap<>(Map.of("value", b));
        member.put("$ref", null);
        scim(
                "PATCH",
                "/Groups/" + id,
                patch(Map.of("op", "Add", "path", "members", "value", List.of(member))));
        assertThat(person(b).path("teams").toString()).contains("Payments");
        scim(
                "PATCH",
                "/Groups/" + id,
                patch(Map.of("op", "Remove", "path", "members", "value", List.of(member))));
        assertThat(person(b).path("teams").isEmpty()).isTrue();
        assertThat(person(a).path("teams").toString()).contains("Payments");

        JsonNode found =
                scim(
                        "GET",
                        "/Groups?excludedAttributes=members&filter="
                                + encoded("displayName eq \"payments\""),
                        NOTHING);
        assertThat(found.path("totalResults").asInt()).isOne();
        assertThat(found.toString()).doesNotContain(a);
        scim(
                "PATCH",
                "/Groups/" + id,
                patch(Map.of("op", "Replace", "path", "displayName", "value", "Checkout")));
        assertThat(person(a).path("teams").toString()).isEqualTo("[\"Checkout\",\"by-hand\"]");
        assertThat(send("POST", "/Groups", Map.of("displayName", "checkout")).statusCode())
                .isEqualTo(409);
        assertThat(
                        send(
                                        "PATCH",
                                        "/Groups/" + id,
                                        patch(
                                                Map.of(
                                                        "op",
                                                        "add",
                                                        "path",
                                                        "members",
                                                        "value",
                                                        List.of(Map.of("value", "nobody")))))
                                .statusCode())
                .isEqualTo(400);

        assertThat(send("DELETE", "/Groups/" + id, NOTHING).statusCode()).isEqualTo(204);
        assertThat(person(a).path("teams").toString()).isEqualTo("[\"by-hand\"]");
    }

    @Test
    void letsADirectoryGiveNobodyPower() throws Exception {
        String admin =
                api(
                                "POST",
                                "/api/v1/people",
                                Map.of(
                                        "email",
                                        "root@acme.example",
                                        "name",
                                        "Root",
                                        "role",
                                        "administrator"))
                        .path("id")
                        .asString();
        Map<String, Object> wanted = new HashMap<>(okta("root@acme.example", "Root", "Root", "r1"));
        wanted.put("roles", List.of(Map.of("value", "administrator")));
        assertThat(scim("PUT", "/Users/" + admin, wanted).path("id").asString()).isEqualTo(admin);
        Map<String, Object> moved = new HashMap<>(okta("thief@acme.example", "Root", "Root", "r1"));
        HttpResponse<String> refused = send("PUT", "/Users/" + admin, moved);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("an administrator of Chaperone changes their address");
        assertThat(person(admin).path("email").asString()).isEqualTo("root@acme.example");
        String nobody =
                scim(
                                "POST",
                                "/Users",
                                with(
                                        okta("nobody@acme.example", "No", "Body", "n1"),
                                        "roles",
                                        List.of(Map.of("value", "administrator"))))
                        .path("id")
                        .asString();
        assertThat(person(nobody).path("role").asString()).isEqualTo("developer");
        for (String path :
                List.of("/api/v1/people", "/api/v1/service-tokens", "/api/v1/interactions")) {
            assertThat(site.get(path, token).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void answersMistakesInItsOwnForm() throws Exception {
        refused(send("POST", "/Users", "{not json"), 400, "invalidSyntax");
        refused(send("POST", "/Users", "[".repeat(100_000)), 400, "invalidSyntax");
        refused(send("POST", "/Users", Map.of("schemas", List.of(USER))), 400, "");
        refused(
                send("POST", "/Users", Map.of("schemas", List.of(USER), "userName", "no-address")),
                400,
                "invalidValue");
        refused(
                send("GET", "/Users?filter=" + encoded("userName ["), NOTHING),
                400,
                "invalidFilter");
        refused(send("GET", "/Users/person_x", NOTHING), 404, "");
        refused(send("GET", "/Nothing", NOTHING), 404, "");
        refused(send("GET", "/Users/a/b", NOTHING), 404, "");
        refused(send("PATCH", "/Users/person_x", Map.of("Operations", List.of())), 400, "");
        HttpResponse<String> stranger =
                site.send("GET", "/scim/v2/Users", "", "application/scim+json", "");
        refused(stranger, 401, "");
        assertThat(stranger.headers().firstValue("www-authenticate")).isPresent();
    }

    private static void refused(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type").orElse(""))
                .startsWith("application/scim+json");
        JsonNode body = RunningDemo.JSON.readTree(answer.body());
        assertThat(body.path("schemas").get(0).asString())
                .isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
        assertThat(body.path("status").asString()).isEqualTo(String.valueOf(status));
        if (!type.isEmpty()) {
            assertThat(body.path("scimType").asString()).isEqualTo(type);
        }
    }

    @Test
    void pagesThroughPeople() throws Exception {
        for (int i = 0; i < 5; i++) {
            scim("POST", "/Users", okta("page" + i + "@acme.example", "P", "" + i, "p" + i));
        }
        JsonNode first = scim("GET", "/Users?startIndex=1&count=2", NOTHING);
        JsonNode second = scim("GET", "/Users?startIndex=3&count=2", NOTHING);
        assertThat(first.path("itemsPerPage").asInt()).isEqualTo(2);
        assertThat(first.path("totalResults").asInt()).isGreaterThanOrEqualTo(6);
        assertThat(first.path("Resources").get(0).path("id").asString())
                .isNotEqualTo(second.path("Resources").get(0).path("id").asString());
        assertThat(scim("GET", "/Users?count=0", NOTHING).path("Resources").size()).isZero();
    }

    @Test
    void refusesTheNextPromptOfWhoeverIsDeactivatedWhileAnAnswerRuns() throws Exception {
        String id =
                scim("POST", "/Users", okta("leaver@acme.example", "Lea", "Ver", "l1"))
                        .path("id")
                        .asString();
        String key = key(id);
        try (HttpClient client = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            HttpResponse<InputStream> stream =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    site.instance().gatewayUrl() + "/v1/messages"))
                                    .header("authorization", "Bearer " + key)
                                    .header("content-type", "application/json")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"model\":\"c\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello?\"}]}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            assertThat(stream.statusCode()).isEqualTo(200);
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).contains("message_start");

            scim(
                    "PATCH",
                    "/Users/" + id,
                    patch(Map.of("op", "replace", "value", Map.of("active", false))));
            // The call has returned, so it is in force: within no seconds, not within five.
            assertThat(site.ask(key, "And now?", "r").statusCode()).isEqualTo(401);
            JsonNode leaver = site.json("/api/v1/offboardings/" + id);
            assertThat(leaver.path("state").asString()).isNotEqualTo("closed");
            Future<Boolean> ends =
                    threads.submit(
                            () -> lines.lines().anyMatch(line -> line.contains("message_stop")));
            finish.countDown();
            assertThat(ends.get()).isTrue();
        }
    }

    private static String key(String person) throws Exception {
        return api("POST", "/api/v1/tokens", Map.of("person", person, "name", "laptop"))
                .path("token")
                .asString();
    }

    private static JsonNode person(String id) throws Exception {
        return site.json("/api/v1/people/" + id);
    }

    private static int found(String filter) throws Exception {
        return scim("GET", "/Users?filter=" + encoded(filter), NOTHING)
                .path("totalResults")
                .asInt();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Map<String, Object> okta(
            String email, String given, String family, String external) {
        return Map.of(
                "schemas",
                List.of(USER),
                "userName",
                email,
                "name",
                Map.of("givenName", given, "familyName", family),
                "emails",
                List.of(Map.of("primary", true, "value", email, "type", "work")),
                "displayName",
                given + " " + family,
                "locale",
                "en-US",
                "externalId",
                external,
                "groups",
                List.of(),
                "active",
                true);
    }

    private static Map<String, Object> with(Map<String, Object> before, String name, Object value) {
        Map<String, Object> after = new HashMap<>(before);
        after.put(name, value);
        return after;
    }

    private static Map<String, Object> patch(Object... operations) {
        return Map.of(
                "schemas",
                List.of("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
                "Operations",
                List.of(operations));
    }

    private static JsonNode scim(String method, String place, Map<String, Object> body)
            throws Exception {
        HttpResponse<String> answer = send(method, place, body);
        assertThat(answer.statusCode())
                .as(method + " " + place + ": " + answer.body())
                .isBetween(200, 299);
        return RunningDemo.JSON.readTree(answer.body());
    }

    private static HttpResponse<String> send(String method, String place, Object body)
            throws Exception {
        return send(method, place, body, Map.of());
    }

    private static HttpResponse<String> send(
            String method, String place, Object body, Map<String, String> headers)
            throws Exception {
        String text =
                NOTHING.equals(body)
                        ? ""
                        : body instanceof String raw
                                ? raw
                                : RunningDemo.JSON.writeValueAsString(body);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(site.url() + "/scim/v2" + place))
                        .header("authorization", "Bearer " + token)
                        .header("content-type", "application/scim+json; charset=utf-8")
                        .method(method, HttpRequest.BodyPublishers.ofString(text));
        headers.forEach(request::header);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode api(String method, String path, Map<String, ?> body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                site.send(
                        method,
                        path,
                        site.adminToken(),
                        "application/json",
                        RunningDemo.JSON.writeValueAsString(body));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return RunningDemo.JSON.readTree(answer.body());
    }
}
