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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Fills the database of an instance with people and their credentials, and changes one person
/// after the other by its API: for `bench/register.sh`.
final class RegisterTraffic {
    private static final int WARM_UP = 300;
    private static final int ALONE = 1_000;
    private static final int THREADS = 8;
    private static final int TOGETHER = 3_000;
    private static final int POLICIES = 5;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger next = new AtomicInteger();
    private final URI server;
    private final String token;
    private final int people;

    private RegisterTraffic(URI server, String token, int people) {
        this.server = server;
        this.token = token;
        this.people = people;
    }

    /// Everybody has signed and passed a course, and has three tokens.
    private static String everybody(int people) {
        return """
        INSERT INTO team SELECT 'team-' || t FROM generate_series(0, 99) t;
        INSERT INTO person (id, email, name, role, active, created_at)
        SELECT 'person_' || lpad(p::text, 26, '0'), 'p' || p || '@acme.example', 'P ' || p,
               'developer', true, now()
        FROM generate_series(0, %1$d - 1) p;
        INSERT INTO team_member
        SELECT 'team-' || (p %% 100), 'person_' || lpad(p::text, 26, '0')
        FROM generate_series(0, %1$d - 1) p;
        INSERT INTO token (id, person, name, kind, secret, hint, created_at)
        SELECT 'token_' || lpad(t::text, 26, '0'),
               'person_' || lpad((t / 3)::text, 26, '0'), 'laptop', 'gateway',
               encode(sha256(('t' || t)::bytea), 'hex'), 'abcd', now()
        FROM generate_series(0, 3 * %1$d - 1) t;
        INSERT INTO acknowledgment
            (id, person, version, policy, document, language, reason, assigned_at, due_at,
             acknowledged_at, consent, method, authentication, entry)
        SELECT 'acknowledgment_' || lpad(p::text, 26, '0'),
               'person_' || lpad(p::text, 26, '0'), 1, 'x', 'x', 'en', 'joined', now(), now(),
               now(), 'x', 'portal', 'session', 0
        FROM generate_series(0, %1$d - 1) p;
        INSERT INTO training_attempt
            (id, person, course, publication, number, seed, questions, pass_mark, started_at,
             entry)
        SELECT 'attempt_' || lpad(p::text, 26, '0'), 'person_' || lpad(p::text, 26, '0'),
               'ai-coding-safely',
               (SELECT max(seq) FROM course_publication WHERE course = 'ai-coding-safely'),
               1, 1, ARRAY['x a'], 80, now(), 0
        FROM generate_series(0, %1$d - 1) p;
        INSERT INTO training_result
            (attempt, answers, right_ones, score, finished_at, valid_until, certificate, entry)
        SELECT 'attempt_' || lpad(p::text, 26, '0'), ARRAY['a'], 1, 100, now(),
               now() + interval '1 year', 'certificate_' || lpad(p::text, 26, '0'), 0
        FROM generate_series(0, %1$d - 1) p;
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
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(Locale.ROOT, "%,d people filled in: %.1f s%n", people, seconds);
    }

    private void measure() throws IOException, InterruptedException, ExecutionException {
        for (int i = 0; i < WARM_UP; i++) {
            change();
        }
        double[] alone = new double[ALONE];
        for (int i = 0; i < ALONE; i++) {
            alone[i] = change();
        }
        System.out.printf("one after the other: %s%n", distribution(alone));
        together("changes", TOGETHER, this::change);
        together("SCIM requests, lookups beside", TOGETHER, this::directory);
        double[] policies = new double[POLICIES];
        for (int i = 0; i < POLICIES; i++) {
            policies[i] = publish(i) / 1_000;
        }
        Arrays.sort(policies);
        System.out.printf(
                Locale.ROOT,
                "a policy published, all read anew: %.2f to %.2f s, median %.2f s%n",
                policies[0],
                policies[POLICIES - 1],
                policies[POLICIES / 2]);
    }

    /// Something that is done again and again; it tells how long it took, in milliseconds.
    private interface Step {
        double take() throws IOException, InterruptedException;
    }

    private static void together(String what, int count, Step step)
            throws InterruptedException, ExecutionException {
        long began = System.nanoTime();
        List<Future<double[]>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int thread = 0; thread < THREADS; thread++) {
                running.add(threads.submit(() -> repeated(count / THREADS, step)));
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        double[] all = new double[count / THREADS * THREADS];
        for (int i = 0; i < THREADS; i++) {
            System.arraycopy(running.get(i).get(), 0, all, i * (count / THREADS), count / THREADS);
        }
        System.out.printf(
                Locale.ROOT,
                "from %d threads: %.0f %s a second; %s%n",
                THREADS,
                all.length / seconds,
                what,
                distribution(all));
    }

    private static double[] repeated(int count, Step step)
            throws IOException, InterruptedException {
        double[] took = new double[count];
        for (int i = 0; i < count; i++) {
            took[i] = step.take();
        }
        return took;
    }

    /// Takes somebody new in as a directory does: looks for them, then creates them. What counts is
    /// the request that changes.
    private double directory() throws IOException, InterruptedException {
        String name = "scim" + next.getAndIncrement() + "@acme.example";
        HttpRequest lookup =
                HttpRequest.newBuilder(
                                server.resolve(
                                        "/scim/v2/Users?filter=userName%20eq%20%22" + name + "%22"))
                        .header("authorization", "Bearer " + token)
                        .build();
        String found = client.send(lookup, HttpResponse.BodyHandlers.ofString()).body();
        if (!found.contains("\"totalResults\":0")) {
            throw new IOException(found);
        }
        return post(
                "/scim/v2/Users",
                "application/scim+json",
                """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"%s",
                 "name":{"givenName":"S","familyName":"C"},"active":true,"title":"Engineer",
                 "emails":[{"value":"%s","type":"work","primary":true}]}
                """
                        .formatted(name, name));
    }

    /// Gives the next person a token: it works when the call returns.
    private double change() throws IOException, InterruptedException {
        String person = String.format(Locale.ROOT, "person_%026d", next.getAndIncrement() % people);
        return post(
                "/api/v1/tokens",
                "application/json",
                "{\"person\":\"%s\",\"name\":\"laptop\"}".formatted(person));
    }

    private double publish(int round) throws IOException, InterruptedException {
        return post(
                "/api/v1/policies",
                "application/yaml",
                """
                apiVersion: chaperone.dev/v1
                organization: Acme
                owner: o@acme.example
                effective: 2026-11-30
                tools:
                  - tool: claude-code
                    plans: [api]
                    checklist: [{id: account, text: A company account is used.}]
                require:
                  acknowledgment: warn
                  training: {gate: warn, courses: [ai-coding-safely]}
                  checklist: warn
                # round %d
                """
                        .formatted(round));
    }

    /// @return milliseconds
    private double post(String path, String type, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve(path))
                        .header("authorization", "Bearer " + token)
                        .header("content-type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        long began = System.nanoTime();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 201) {
            throw new IOException(response.statusCode() + ": " + response.body());
        }
        return (System.nanoTime() - began) / 1e6;
    }

    private static String distribution(double[] milliseconds) {
        double[] sorted = milliseconds.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, at most %.1f ms",
                sorted[sorted.length / 2],
                sorted[sorted.length * 99 / 100],
                sorted[sorted.length - 1]);
    }

    /// Fills in or measures.
    ///
    /// @param arguments `fill`, address of the database, people; or `policy` or `measure`, address
    ///   of the server, people. The password of the database is in `BENCH_PASSWORD`, the
    ///   administrator's token in `BENCH_TOKEN`.
    public static void main(String[] arguments)
            throws SQLException, IOException, InterruptedException, ExecutionException {
        int people = Integer.parseInt(arguments[2]);
        if (arguments[0].equals("fill")) {
            fill(arguments[1], people);
            return;
        }
        RegisterTraffic traffic =
                new RegisterTraffic(URI.create(arguments[1]), System.getenv("BENCH_TOKEN"), people);
        if (arguments[0].equals("policy")) {
            traffic.publish(-1);
        } else {
            traffic.measure();
        }
    }
}
