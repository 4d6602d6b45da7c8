// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.deliveries.Notice;
import dev.chaperone.workspace.deliveries.NoticeKind;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.tokens.NewToken;
import dev.chaperone.workspace.tokens.Token;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Nobody comes to more than they were given: not by fields that a route does not name, not by what
/// a token was not made for, and not by the id of something that is somebody else's.
@Timeout(600)
final class EscalationsTest {
    /// Routes on which a developer names something by its id, and what it is. What belongs to a
    /// person does not exist for anybody else; what is for everybody stands in [#FOR_EVERYBODY]. A
    /// route comes onto one of the two on purpose.
    private static final Map<String, String> BELONGING =
            Map.ofEntries(
                    Map.entry("GET /acceptable-use/signatures/{id}", "signature"),
                    Map.entry("POST /api/v1/access-requests/{id}/withdrawal", "access request"),
                    Map.entry("POST /access/{id}/withdraw", "access request"),
                    Map.entry("POST /account/passkeys/{id}/remove", "passkey"),
                    Map.entry("POST /account/sessions/{id}/end", "session"),
                    Map.entry("GET /activity/{id}", "request"),
                    Map.entry("POST /activity/{id}/incident", "request"),
                    Map.entry("GET /activity/{id}/receipt/{index}", "request"),
                    Map.entry("GET /activity/{id}/entry/{index}", "request"),
                    Map.entry("GET /api/v1/interactions/{id}", "request"),
                    Map.entry("GET /api/v1/cases/{id}", "case"),
                    Map.entry("POST /api/v1/cases/{id}/statement", "case"),
                    Map.entry("GET /cases/{id}", "case"),
                    Map.entry("POST /cases/{id}/statement", "case"),
                    Map.entry("GET /api/v1/exceptions/{id}", "exception"),
                    Map.entry("GET /api/v1/incidents/{id}", "incident"),
                    Map.entry("GET /incidents/{id}", "incident"),
                    Map.entry("POST /api/v1/notifications/{id}/read", "notification"),
                    Map.entry("POST /notifications/{id}/read", "notification"),
                    Map.entry("GET /training/attempts/{id}", "attempt"),
                    Map.entry("POST /training/attempts/{id}", "attempt"),
                    Map.entry("GET /api/v1/training/{id}", "attempt"),
                    Map.entry("POST /api/v1/training/{id}/submit", "attempt"),
                    Map.entry("GET /training/certificates/{id}", "certificate"),
                    Map.entry("GET /api/v1/training/certificates/{id}", "certificate"));

    private static final Set<String> FOR_EVERYBODY =
            Set.of(
                    "GET /acceptable-use/{version:[0-9]+}.{format:html|pdf|md|txt}",
                    "POST /api/v1/checklists/{tool}/{plan}/{item}",
                    "POST /checklists/{tool}/{plan}/{item}",
                    "GET /api/v1/courses/{id}",
                    "GET /me/record.{format:json|csv}",
                    "PUT /api/v1/notification-preferences/{kind}",
                    "GET /training/courses/{id}",
                    "GET /training/courses/{id}/lessons/{number}",
                    "POST /training/courses/{id}/start",
                    "GET /policy/versions/{version:[0-9]+}",
                    "GET /api/v1/policy-proposals/{id}",
                    "GET /policy/proposals/{id}");

    private static final String TOMASZ = "tomasz@northwind.example";

    private static RunningDemo site;
    private static Members members;
    private static String ada;
    private static String tomasz;
    private static FormBrowser browser;

    /// What belongs to Ada, by what it is.
    private static final Map<String, String> HERS = new HashMap<>();

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        site = RunningDemo.start(data);
        members = new Members(site);
        ada = ownToken(members.id(Role.DEVELOPER));
        tomasz = ownToken(person(TOMASZ));
        browser = members.signedIn(person(TOMASZ));
        own();
    }

    @AfterAll
    static void stop() {
        browser.close();
        site.close();
    }

    private static void own() throws Exception {
        site.ask("Why is the sky blue?");
        site.searchable();
        String request =
                site.json("/api/v1/interactions").path("items").get(0).path("id").asString();
        String until = Instant.now().plus(Duration.ofDays(9)).toString();
        HERS.put("request", request);
        HERS.put(
                "incident", id("/api/v1/incidents", ada, "{\"description\":\"I pasted a dump.\"}"));
        HERS.put(
                "access request",
                id(
                        "/api/v1/access-requests",
                        ada,
                        """
                        {"tool":"claude-api","plan":"api","reason":"The shop is moved.","until":"%s"}\
                        """
                                .formatted(LocalDate.now(ZoneOffset.UTC).plusDays(9))));
        HERS.put(
                "exception",
                id(
                        "/api/v1/exceptions",
                        ada,
                        """
                        {"rule":"no-secrets","person":"ada@northwind.example","reason":"The token of a demo is public.",\
                        "risk":"A real one could be sent.","controls":["checked"],"until":"%s"}\
                        """
                                .formatted(until)));
        HERS.put(
                "attempt",
                made("/api/v1/training", ada, "{\"course\":\"reviewing-ai-changes\"}")
                        .at("/attempt/id")
                        .asString());
        HERS.put(
                "case",
                id(
                        "/api/v1/cases",
                        site.apiToken(Role.ADMINISTRATOR),
                        """
                        {"person":"ada@northwind.example","rules":["no-secrets"],\
                        "interactions":["%s"],"note":"To be heard."}\
                        """
                                .formatted(request)));
        HERS.put("notification", notification());
        HERS.put(
                "signature",
                site.instance()
                        .workspace()
                        .acknowledgments()
                        .newest(new PersonId(members.id(Role.DEVELOPER)))
                        .orElseThrow()
                        .id());
        try (FormBrowser hers = members.signedIn(Role.DEVELOPER)) {
            assertThat(hers.open("/account").statusCode()).isEqualTo(200);
        }
        HERS.put(
                "session",
                site.json("/api/v1/people/" + members.id(Role.DEVELOPER) + "/sessions")
                        .at("/items/0/id")
                        .asString());
    }

    private static String notification() throws Exception {
        PersonId self = new PersonId(members.id(Role.DEVELOPER));
        site.instance()
                .workspace()
                .mailroom()
                .deliveries()
                .tell(
                        self,
                        new Notice.News(
                                NoticeKind.SIGN_IN, "test", "It is yours", "Yours.", "/account"));
        return RunningDemo.JSON
                .readTree(site.get("/api/v1/notifications", ada).body())
                .at("/items/0/id")
                .asString();
    }

    private static String id(String path, String token, String body) throws Exception {
        return made(path, token, body).path("id").asString();
    }

    private static JsonNode made(String path, String token, String body) throws Exception {
        HttpResponse<String> made = site.post(path, token, body);
        assertThat(made.statusCode()).as(path + " " + made.body()).isEqualTo(201);
        return RunningDemo.JSON.readTree(made.body());
    }

    /// A token that nobody else could hold.
    private static String ownToken(String person) {
        PersonId id = new PersonId(person);
        return site.instance()
                .workspace()
                .tokens()
                .create(new NewToken(id, "own", Token.Kind.API, null), Actor.of(id))
                .secret();
    }

    private static String person(String email) throws Exception {
        return site.json("/api/v1/people/" + email).path("id").asString();
    }

    @Test
    void everyRouteWithAnIdIsOneOfTheTwo() {
        Set<String> known = new TreeSet<>(BELONGING.keySet());
        known.addAll(FOR_EVERYBODY);
        Set<String> open = new TreeSet<>();
        RoutesTest.routes(site)
                .forEach((route, method) -> {
                    Needs needs = method.getMethodAnnotation(Needs.class);
                    if (needs != null
                            && route.contains("{")
                            && Permission.of(Role.DEVELOPER).contains(needs.value())) {
                        open.add(route);
                    }
                });
        assertThat(open).isEqualTo(known);
    }

    @TestFactory
    Stream<DynamicTest> whatBelongsToSomebodyElseDoesNotExist() throws Exception {
        Map<String, String> before = hers();
        List<DynamicTest> tests = new ArrayList<>();
        for (String route : new TreeSet<>(BELONGING.keySet())) {
            if (HERS.containsKey(BELONGING.get(route))) {
                tests.add(dynamicTest(route, () -> doesNotExist(route)));
            }
        }
        tests.add(dynamicTest("it is as it was", () -> assertThat(hers()).isEqualTo(before)));
        return tests.stream();
    }

    /// The tables in which it lies.
    private static Map<String, String> hers() throws Exception {
        Map<String, String> tables = new HashMap<>(Contents.of(site).tables());
        tables.keySet()
                .retainAll(
                        Set.of(
                                "access_request",
                                "violation_case",
                                "training_attempt",
                                "incident",
                                "passkey"));
        return tables;
    }

    private static void doesNotExist(String route) throws Exception {
        String hers = Objects.requireNonNull(HERS.get(BELONGING.get(route)));
        String known = answer(route, hers);
        String unknown = answer(route, unlike(hers));
        assertThat(known).as("as if there were none").isEqualTo(unknown);
        // A form leads back to its page, which says so.
        assertThat(known.startsWith("404") || known.contains("There is no")).as(known).isTrue();
    }

    /// An id of the same form that nothing has.
    private static String unlike(String id) {
        return id.substring(0, id.length() - 4) + (id.endsWith("0000") ? "1111" : "0000");
    }

    /// Status and text, without what names the address or the moment.
    private static String answer(String route, String id) throws Exception {
        String verb = route.substring(0, route.indexOf(' '));
        String path =
                route.substring(route.indexOf(' ') + 1)
                        .replace("{id}", id)
                        .replaceAll("\\{[^}]+}", "0");
        HttpResponse<String> answer;
        if (path.startsWith("/api/")) {
            answer = site.send(verb, path, tomasz, "application/json", body(verb, route));
        } else if (verb.equals("GET")) {
            answer = browser.open(path);
        } else {
            answer = browser.submit(path, Map.of("statement", "It was me.", "q1", "1"));
        }
        return answer.statusCode()
                + " "
                + answer.body()
                        .replace(id, "…")
                        .replaceAll("name=\"_csrf\" value=\"[^\"]+\"", "")
                        .replaceAll("<time [^>]+>[^<]+</time>", "");
    }

    private static String body(String verb, String route) {
        if (verb.equals("GET")) {
            return "";
        }
        return route.endsWith("/statement") ? "{\"statement\":\"It was me.\"}" : "{}";
    }

    /// Fields that no route takes are refused by their names, also from an administrator.
    @TestFactory
    Stream<DynamicTest> takeNoFieldThatIsNotNamed() throws Exception {
        String admin = site.adminToken();
        String person = person(TOMASZ);
        List<DynamicTest> tests = new ArrayList<>();
        for (String extra :
                List.of("id", "permissions", "permission", "scopes", "admin", "since", "madeBy")) {
            String field = "\"" + extra + "\":\"administrator\"";
            Map<String, String> routes = new HashMap<>();
            routes.put(
                    "POST /api/v1/people",
                    "{\"email\":\"x@northwind.example\",\"name\":\"X\"," + field + "}");
            routes.put("PATCH /api/v1/people/" + person, "{\"name\":\"X\"," + field + "}");
            routes.put("POST /api/v1/tokens", "{\"person\":\"" + TOMASZ + "\"," + field + "}");
            routes.put("POST /api/v1/access-requests", "{" + field + "}");
            routes.put("POST /api/v1/exceptions", "{" + field + "}");
            routes.put("POST /api/v1/incidents", "{\"description\":\"X\"," + field + "}");
            routes.put("POST /api/v1/acknowledgments", "{" + field + "}");
            routes.put("POST /api/v1/training", "{" + field + "}");
            if (!extra.equals("scopes")) {
                routes.put("POST /api/v1/service-tokens", "{\"name\":\"x\"," + field + "}");
            }
            routes.forEach((route, body) ->
                    tests.add(
                            dynamicTest(
                                    route.replace(person, "{id}") + " " + extra,
                                    () -> {
                                        String[] parts = route.split(" ", 2);
                                        HttpResponse<String> refused =
                                                site.send(
                                                        parts[0],
                                                        parts[1],
                                                        admin,
                                                        "application/json",
                                                        body);
                                        assertThat(refused.statusCode()).isEqualTo(400);
                                        assertThat(refused.body())
                                                .contains("Unknown field '" + extra + "'");
                                    })));
        }
        return tests.stream();
    }

    @Test
    void takesNoFieldThatNamesAPersonWhereSomebodySpeaksForThemselves() throws Exception {
        for (String path :
                List.of(
                        "/api/v1/acknowledgments",
                        "/api/v1/training",
                        "/api/v1/checklists/claude-code/api/any",
                        "/api/v1/incidents",
                        "/api/v1/training/" + HERS.get("attempt") + "/submit")) {
            HttpResponse<String> refused =
                    site.post(path, tomasz, "{\"person\":\"ada@northwind.example\"}");
            assertThat(refused.statusCode()).as(path).isEqualTo(400);
            assertThat(refused.body()).as(path).contains("Unknown field 'person'");
        }
        assertThat(site.get("/api/v1/checklists?person=ada@northwind.example", tomasz).statusCode())
                .isEqualTo(403);
    }

    @Test
    void knowsNoRoleAndNoScopeBesidesItsOwn() throws Exception {
        for (String role : List.of("root", "Administrator", "administrator ", "system", "")) {
            HttpResponse<String> refused =
                    site.post(
                            "/api/v1/people",
                            site.adminToken(),
                            RunningDemo.JSON.writeValueAsString(
                                    Map.of(
                                            "email",
                                            "root@northwind.example",
                                            "name",
                                            "Root",
                                            "role",
                                            role)));
            assertThat(refused.statusCode()).as(role).isEqualTo(400);
        }
        for (List<String> scopes :
                List.of(
                        List.of("admin"),
                        List.of("manage-people"),
                        List.of("read", "write"),
                        List.of("*"),
                        List.<String>of())) {
            HttpResponse<String> refused =
                    site.post(
                            "/api/v1/service-tokens",
                            site.adminToken(),
                            RunningDemo.JSON.writeValueAsString(
                                    Map.of(
                                            "name",
                                            "x",
                                            "owner",
                                            TOMASZ,
                                            "scopes",
                                            scopes,
                                            "expires",
                                            Instant.now().plus(Duration.ofDays(3)).toString())));
            assertThat(refused.statusCode()).as(scopes.toString()).isEqualTo(400);
        }
    }

    /// What a program may not do it does not do by naming it either: no scope makes people, tokens
    /// or invitations.
    @Test
    void noScopeMakesWhatCouldDoMoreThanItself() throws Exception {
        for (String scope : List.of("scim", "read", "export")) {
            String secret =
                    made(
                                    "/api/v1/service-tokens",
                                    site.adminToken(),
                                    """
                                    {"name":"%s","owner":"%s","scopes":["%s"],"expires":"%s"}\
                                    """
                                            .formatted(
                                                    scope,
                                                    TOMASZ,
                                                    scope,
                                                    Instant.now().plus(Duration.ofDays(3))))
                            .path("token")
                            .asString();
            for (String route :
                    List.of(
                            "POST /api/v1/people",
                            "PATCH /api/v1/people/{id}",
                            "POST /api/v1/people/{id}/invitations",
                            "POST /api/v1/tokens",
                            "POST /api/v1/service-tokens",
                            "POST /api/v1/policies")) {
                String[] parts = route.split(" ", 2);
                HttpResponse<String> refused =
                        site.send(
                                parts[0],
                                parts[1].replace("{id}", person(TOMASZ)),
                                secret,
                                "application/json",
                                Sent.BODIES.getOrDefault(route, "{}"));
                assertThat(refused.statusCode()).as(scope + " " + route).isEqualTo(403);
            }
        }
        assertThat(site.get("/api/v1/people/mallory@northwind.example", site.adminToken()))
                .extracting(HttpResponse::statusCode)
                .isEqualTo(404);
    }

    /// The pages bind what they name and nothing else.
    @Test
    void ownPagesTakeNoRoleAndNobodyElse() throws Exception {
        Contents before = Contents.of(site);
        browser.open("/account");
        for (String path :
                List.of("/account/password", "/account/recovery-codes", "/account/second-factor")) {
            browser.submit(
                    path,
                    Map.of(
                            "role", "administrator",
                            "person", members.id(Role.ADMINISTRATOR),
                            "id", members.id(Role.ADMINISTRATOR),
                            "old", "not the password",
                            "password", "not the password",
                            "repeated", "not the password",
                            "code", "000000"));
        }
        assertThat(Contents.of(site)).isEqualTo(before);
        assertThat(site.json("/api/v1/people/" + TOMASZ).path("role").asString())
                .isEqualTo("developer");
    }
}
