// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/// Fills the database of an instance with recorded requests that no ledger holds: for
/// `bench/replay.sh`.
final class ReplayTraffic {
    private ReplayTraffic() {}

    private static String people(long requests, long people) {
        return """
        INSERT INTO team SELECT 'team-' || t FROM generate_series(0, 99) t;
        INSERT INTO person (id, email, name, role, active, created_at)
        SELECT 'person_' || lpad(p::text, 26, '0'), 'p' || p || '@acme.example', 'P ' || p,
               'developer', true, now()
        FROM generate_series(0, %2$d - 1) p;
        INSERT INTO team_member
        SELECT 'team-' || (p %% 100), 'person_' || lpad(p::text, 26, '0')
        FROM generate_series(0, %2$d - 1) p;
        """
                .formatted(requests, people);
    }

    /// Of a hundred, one was blocked for a key and five were warned for data of people.
    private static String requests(long requests, long people) {
        return """
        INSERT INTO interaction
            (intent, id, at, source, person, token, operation, tool, declared, plan, vendor,
             model, stream, repository, session, account, decision, rule, findings, detectors,
             scan, policy, register, prompt_bytes)
        SELECT 10000000 + i, 'interaction_' || lpad(i::text, 26, '0'),
               date_trunc('second', now()) - interval '30 days'
                   + i * (interval '30 days' / %1$d),
               'gateway', 'person_' || lpad((i %% %2$d)::text, 26, '0'), 'token_x', 'messages',
               CASE WHEN i %% 4 = 0 THEN 'codex' ELSE 'claude-code' END, false, 'api',
               'anthropic', 'claude-opus', true,
               'github.com/acme/product-' || (i %% 997) || '-site', 's' || (i / 20),
               'corporate',
               CASE WHEN i %% 100 = 0 THEN 'blocked' WHEN i %% 20 = 1 THEN 'warned'
                    ELSE 'allowed' END,
               CASE WHEN i %% 100 = 0 THEN 'no-secrets' WHEN i %% 20 = 1 THEN 'personal-data'
                    END,
               CASE WHEN i %% 100 = 0
                    THEN '[{"detector":"aws-access-key-id","confidence":"exact","count":1}]'
                    WHEN i %% 20 = 1
                    THEN '[{"detector":"payment-card","confidence":"proven","count":2}]'
                    END::jsonb,
               CASE WHEN i %% 100 = 0 THEN ARRAY['aws-access-key-id']
                    WHEN i %% 20 = 1 THEN ARRAY['payment-card'] END,
               'complete', (SELECT hash FROM policy_version ORDER BY seq DESC LIMIT 1), 7, 2000
        FROM generate_series(0, %1$d - 1) i;
        INSERT INTO interaction_hour
        SELECT date_trunc('hour', at, 'UTC'), min(intent), max(intent)
        FROM interaction WHERE intent >= 10000000 GROUP BY 1
        ON CONFLICT (hour) DO NOTHING;
        ANALYZE;
        """
                .formatted(requests, people);
    }

    /// Fills in what it is told to.
    ///
    /// @param arguments address of the database, requests, people; the password is in
    ///   `BENCH_PASSWORD`
    public static void main(String[] arguments) throws SQLException {
        long requests = Long.parseLong(arguments[1]);
        long people = Long.parseLong(arguments[2]);
        long began = System.nanoTime();
        try (Connection connection =
                        DriverManager.getConnection(
                                arguments[0], "postgres", System.getenv("BENCH_PASSWORD"));
                Statement statement = connection.createStatement()) {
            statement.execute(people(requests, people));
            statement.execute(requests(requests, people));
        }
        System.out.printf(
                Locale.ROOT,
                "%,d requests of %,d people filled in: %.1f s%n",
                requests,
                people,
                (System.nanoTime() - began) / 1e9);
    }
}
