// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills an instance with people, grants and a vendor's list, and asks for each list about access:
/// for `bench/access.sh`.
final class AccessTraffic {
    private static final int WARM_UP = 20;
    private static final int TIMES = 100;
    private static final int MOST = 1_000_000;
    private static final String TOOL = "tool=claude-code&plan=team";
    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;
    private final String token;
    private final int people;

    private AccessTraffic(URI server, String token, int people) {
        this.server = server;
        this.token = token;
        this.people = people;
    }

    /// Each has three grants, one of them over; one of a hundred has left.
    private static String everybody(int people) {
        return """
        INSERT INTO person (id, email, name, role, active, created_at)
        SELECT 'person_' || lpad(p::text, 26, '0'), 'p' || p || '@acme.example', 'P ' || p,
               'developer', p %% 100 <> 7, now() - interval '90 days'
        FROM generate_series(0, %1$d - 1) p;
        INSERT INTO person_standing (person, since, role, teams, active)
        SELECT id, created_at, role, '{}', true FROM person WHERE id LIKE 'person_0%%';
        INSERT INTO person_standing (person, since, role, teams, active)
        SELECT id, now() - interval '1 day' * (seq %% 60), role, '{}', false
        FROM person WHERE NOT active;
        INSERT INTO access_request
            (id, person, tool, plan, classes, reason, ends_at, digest, requester, requested_at,
             ended_as, ended_by, ended_at)
        SELECT 'access_' || lpad(g::text, 26, '0'), 'person_' || lpad((g / 3)::text, 26, '0'),
               'claude-code', 'team', '{}', 'The shop is moved.', now() + interval '90 days',
               'sha256:' || repeat('0', 64), 'person_' || lpad((g / 3)::text, 26, '0'),
               now() - interval '80 days', 'granted', 'person_' || lpad('1', 26, '0'), now()
        FROM generate_series(0, 3 * %1$d - 1) g;
        INSERT INTO access_grant
            (id, request, person, tool, plan, classes, starts_at, ends_at, entry, seat_needed)
        SELECT 'grant_' || lpad(g::text, 26, '0'), 'access_' || lpad(g::text, 26, '0'),
               'person_' || lpad((g / 3)::text, 26, '0'), 'claude-code',
               CASE g %% 3 WHEN 0 THEN 'team' WHEN 1 THEN 'api' ELSE 'team' END, '{}',
               now() - interval '80 days',
               now() + CASE g %% 3 WHEN 2 THEN -interval '1 day' ELSE interval '90 days' END,
               0, g %% 3 <> 1
        FROM generate_series(0, 3 * %1$d - 1) g;
        ANALYZE;
        """
                .formatted(people);
    }

    private static void fill(String database, int people) throws SQLException {
        long began = System.nanoTime();
        try (Connection connection =
                        DriverManager.getConnection(
                                database, "postgres", System.getenv("BENCH_PASSWORD"));
                Statement statement = connection.createStatement()) {
            statement.execute(everybody(people));
        }
        System.out.printf(
                Locale.ROOT,
                "%,d people and %,d grants filled in: %.1f s%n",
                people,
                3 * people,
                (System.nanoTime() - began) / 1e9);
    }

    private void handIn() throws IOException, InterruptedException {
        handIn("a first list", people, "&dryRun=false");
        handIn("the same again", people, "&dryRun=false");
        handIn("a longer one, tried only", MOST, "&dryRun=true");
    }

    /// Of a thousand accounts one belongs to nobody.
    private void handIn(String name, int accounts, String more)
            throws IOException, InterruptedException {
        StringBuilder list = new StringBuilder("login,email,last activity at\n");
        for (int i = 0; i < accounts; i++) {
            list.append("user-").append(i).append(',');
            list.append(i % 1_000 == 3 ? "" : "p" + i + "@acme.example");
            list.append(i % 4 == 0 ? "," : ",2026-11-20T10:00:00Z").append('\n');
        }
        long began = System.nanoTime();
        HttpResponse<String> answer =
                client.send(
                        request(
                                        "/api/v1/seat-readings?source=claude-members"
                                                + "&tool=claude-code&plan=team&asOf="
                                                + Instant.now()
                                                + more)
                                .header("content-type", "text/csv")
                                .POST(HttpRequest.BodyPublishers.ofString(list.toString()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(answer.body());
        }
        System.out.printf(
                Locale.ROOT,
                "%s, of %,d accounts: %.1f s%n",
                name,
                accounts,
                (System.nanoTime() - began) / 1e9);
    }

    private void publish() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(
                        request("/api/v1/policies")
                                .header("content-type", "application/yaml")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                """
                                                apiVersion: chaperone.dev/v1
                                                organization: Acme
                                                owner: o@acme.example
                                                effective: 2026-11-30
                                                tools:
                                                  - {tool: claude-code, plans: [api, team]}
                                                require: {grant: block}
                                                """))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException(answer.body());
        }
    }

    private void measure() throws IOException, InterruptedException {
        Map<String, String> lists = new LinkedHashMap<>();
        lists.put("requests", "/api/v1/access-requests?limit=100");
        lists.put("grants", "/api/v1/grants?limit=100");
        lists.put("grants of a person", "/api/v1/grants?person=p%d@acme.example");
        lists.put("leavers", "/api/v1/offboardings?limit=50");
        lists.put("vendor lists", "/api/v1/seat-sources");
        lists.put("accounts", "/api/v1/seats?source=claude-members&limit=100");
        lists.put("findings", "/api/v1/seat-findings?limit=50");
        for (String kind : new String[] {"left", "unresolved", "no-grant", "plan", "no-seat"}) {
            lists.put("findings: " + kind, "/api/v1/seat-findings?limit=50&kind=" + kind);
        }
        lists.put("page Access", "/access");
        lists.put("page Leavers", "/offboardings");
        lists.put("page Vendor accounts", "/seats");
        lists.put("page of one list", "/seats/claude-members");
        lists.put("page Access reviews", "/access-reviews");
        lists.put(
                "effective access",
                "/api/v1/effective-access?" + TOOL + "&person=p%d@acme.example");
        for (Map.Entry<String, String> each : lists.entrySet()) {
            time(each.getKey(), each.getValue());
        }
    }

    /// Asks for the first piece and, where there is one, for the second.
    private void time(String name, String path) throws IOException, InterruptedException {
        double[] took = new double[TIMES];
        String following = "";
        int status = 0;
        for (int i = -WARM_UP; i < TIMES; i++) {
            String asked =
                    path.contains("%d")
                            ? path.formatted(ThreadLocalRandom.current().nextInt(people))
                            : path + (i % 2 == 0 ? "" : following);
            long began = System.nanoTime();
            HttpResponse<String> answer =
                    client.send(request(asked).GET().build(), HttpResponse.BodyHandlers.ofString());
            if (i >= 0) {
                took[i] = (System.nanoTime() - began) / 1e6;
            }
            status = answer.statusCode();
            Matcher next = NEXT.matcher(answer.body());
            following = next.find() ? "&cursor=" + next.group(1) : "";
        }
        Arrays.sort(took);
        System.out.printf(
                Locale.ROOT,
                "%-24s p50 %7.1f ms, p95 %7.1f ms, at most %7.1f ms%s%n",
                name,
                took[TIMES / 2],
                took[TIMES * 95 / 100],
                took[TIMES - 1],
                status == 200 ? "" : "; answered " + status);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        String session = System.getenv("BENCH_SESSION");
        return path.startsWith("/api/") || session == null
                ? request.header("authorization", "Bearer " + token)
                : request.header("cookie", session);
    }

    /// Fills in, hands in or measures.
    ///
    /// @param arguments `fill`, address of the database, people; or `policy`, `hand-in` or
    ///   `measure`, address of the server, people. The password of the database is in
    ///   `BENCH_PASSWORD`, the administrator's token in `BENCH_TOKEN`, the cookie of a session for
    ///   pages in `BENCH_SESSION`.
    public static void main(String[] arguments)
            throws SQLException, IOException, InterruptedException {
        int people = Integer.parseInt(arguments[2]);
        if (arguments[0].equals("fill")) {
            fill(arguments[1], people);
            return;
        }
        AccessTraffic traffic =
                new AccessTraffic(URI.create(arguments[1]), System.getenv("BENCH_TOKEN"), people);
        switch (arguments[0]) {
            case "policy" -> traffic.publish();
            case "hand-in" -> traffic.handIn();
            default -> traffic.measure();
        }
    }
}
