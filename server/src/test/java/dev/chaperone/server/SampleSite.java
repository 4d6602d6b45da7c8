// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.ledger.Event.Effect;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The pages with invented content, under the headers a careful server sends.
final class SampleSite implements AutoCloseable {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";
    private static final Map<String, String> TYPES =
            Map.of("css", "text/css", "js", "text/javascript", "svg", "image/svg+xml");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<ActivityRow> rows = new CopyOnWriteArrayList<>();

    private SampleSite(HttpServer server) {
        this.server = server;
    }

    static SampleSite start() throws IOException {
        SampleSite site =
                new SampleSite(
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        site.server.createContext("/", site::answer);
        site.server.setExecutor(site.threads);
        site.server.start();
        return site;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void happens(ActivityRow row) {
        rows.addFirst(row);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = exchange.getRequestURI().getRawQuery();
        exchange.getResponseHeaders().set("content-security-policy", POLICY);
        if (path.startsWith("/assets/") || path.startsWith("/webjars/")) {
            file(exchange, path);
        } else if (exchange.getRequestMethod().equals("POST")) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("location", "/");
            send(exchange, 303, "text/plain", new byte[0]);
        } else if (path.equals("/activity/rows")
                && String.valueOf(query).contains("seen=" + rows.size())) {
            send(exchange, 204, "text/html", new byte[0]);
        } else {
            byte[] page = page(path, query == null ? "" : query).getBytes(StandardCharsets.UTF_8);
            send(exchange, 200, "text/html; charset=utf-8", page);
        }
    }

    private String page(String path, String query) {
        Shell shell = Samples.ADMINISTRATOR;
        return switch (path) {
            case "/" -> Rendering.of("home", shell, Map.of("home", home()));
            case "/sign-in" -> Rendering.of("sign-in", Shell.STRANGER, signIn());
            case "/activity" -> Rendering.of("activity", shell, Map.of("activity", list(query)));
            case "/activity/rows" ->
                    Rendering.part("activity-rows", "rows", shell, Map.of("activity", list("")));
            case "/people" -> Rendering.of("people", shell, Map.of("people", Samples.people()));
            case "/policy" -> Rendering.of("policy", shell, Map.of("policy", policy()));
            default -> path.startsWith("/people/") ? person(shell) : interaction(shell, path);
        };
    }

    private HomeView home() {
        return Samples.home(
                Samples.hours(0, 0, 0, 0, 0, 2, 9, 40, 88, 121, 110, 64, 90, 140, 131, 96, 55, 30),
                rows.stream().filter(SampleSite::blocked).limit(5).toList(),
                false);
    }

    private ActivityView list(String query) {
        boolean filtered = query.contains("decision=blocked");
        ActivityView all =
                Samples.activity(
                        rows.stream().filter(row -> !filtered || blocked(row)).toList(), filtered);
        return new ActivityView(all.form(), !filtered, all.rows(), rows.size(), null, all.links());
    }

    private static boolean blocked(ActivityRow row) {
        return row.mark().equals(Mark.of(Effect.BLOCKED));
    }

    private static PolicyView policy() {
        return PolicyView.of(
                Samples.policy(),
                Samples.POLICY_TEXT,
                Moment.of(Samples.NOW, Samples.NOW),
                Catalog.builtIn());
    }

    private static String person(Shell shell) {
        return Rendering.of(
                "person",
                shell,
                Map.of(
                        "person",
                        Samples.person(),
                        "created",
                        new PersonView.Created("laptop", "chp_example", "http://127.0.0.1:8601")));
    }

    private String interaction(Shell shell, String path) {
        ActivityRow row =
                rows.stream().filter(known -> path.endsWith(known.id())).findFirst().orElseThrow();
        InteractionView it =
                blocked(row)
                        ? Samples.interaction(Effect.BLOCKED, null)
                        : Samples.interaction(Effect.ALLOWED, Samples.outcome());
        return Rendering.of("interaction", shell, Map.of("it", it));
    }

    /// A demo person to sign in as, with the members that the template reads.
    record Role(String person, String icon, String title, String name, String sees) {}

    private static Map<String, Object> signIn() {
        Map<String, Object> model = new HashMap<>();
        model.put("demo", true);
        model.put("error", null);
        model.put("tokenFile", "data/admin-token");
        model.put(
                "roles",
                List.of(
                        new Role("g", "shield", "Administrator", "Grace Okafor", "Everything."),
                        new Role("a", "code", "Developer", "Ada Moreau", "The policy."),
                        new Role("i", "eye", "Auditor", "Ines Baptista", "Activity and policy.")));
        return model;
    }

    private static void file(HttpExchange exchange, String path) throws IOException {
        String where = path.startsWith("/assets/") ? "/static" : "/META-INF/resources";
        String end = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        try (InputStream file = SampleSite.class.getResourceAsStream(where + path)) {
            if (file == null) {
                send(exchange, 404, "text/plain", new byte[0]);
            } else {
                send(exchange, 200, TYPES.getOrDefault(end, "text/plain"), file.readAllBytes());
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("content-type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
