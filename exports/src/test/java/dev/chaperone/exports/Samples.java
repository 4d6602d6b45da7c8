// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import dev.chaperone.ledger.Commitment;
import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.vocabulary.VendorId;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Invented entries, one of each kind.
final class Samples {
    static final String ORIGIN = "chaperone.local/0123456789abcdef";
    static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123Z");
    static final PersonId ADA = new PersonId("person_" + "a".repeat(26));
    static final String SESSION = "s-1";
    static final String SECRET = "AKIAIOSFODNN7EXAMPLE";

    private Samples() {}

    static final String COMMIT = "ab12cd34ef567890ab12cd34ef567890ab12cd34";

    static Event.Intent intent(Event.Effect effect) {
        return intent(effect, "acme/shop", "claude-ö");
    }

    static Event.Intent intent(Event.Effect effect, String repository, String model) {
        return intent(
                effect, repository, model, List.of(new Event.FindingCount("jwt", "proven", 2)));
    }

    /// A request with two of the company's own secrets and something else.
    static Event.Intent intentWithOwnSecrets() {
        return intent(
                Event.Effect.BLOCKED,
                "acme/shop",
                "claude-ö",
                List.of(
                        new Event.FindingCount("canary", "exact", 1, "backup-server"),
                        new Event.FindingCount("company-secret", "exact", 3, "shop.DB_PASSWORD"),
                        new Event.FindingCount("jwt", "proven", 2)));
    }

    private static Event.Intent intent(
            Event.Effect effect,
            String repository,
            String model,
            List<Event.FindingCount> findings) {
        return new Event.Intent(
                "interaction_1",
                NOON,
                Event.Source.GATEWAY,
                new Event.Caller(ADA, "token_1"),
                new Event.Use(
                        "messages",
                        new ToolId("claude-code"),
                        "2.1.330",
                        true,
                        new PlanId("api"),
                        new VendorId("anthropic"),
                        model,
                        true,
                        repository,
                        SESSION,
                        "main",
                        Event.Account.CORPORATE,
                        null,
                        COMMIT),
                new Event.Verdict(
                        effect,
                        effect == Event.Effect.ALLOWED ? null : "no-secrets",
                        findings,
                        Event.Scan.COMPLETE,
                        Digest.of("policy"),
                        7),
                Commitment.to(SECRET.getBytes(StandardCharsets.UTF_8)));
    }

    /// A request of nobody of which nothing is known.
    static Event.Intent bareIntent() {
        return new Event.Intent(
                "interaction_2",
                NOON,
                Event.Source.GATEWAY,
                null,
                new Event.Use(
                        "chat",
                        null,
                        null,
                        false,
                        null,
                        null,
                        null,
                        false,
                        null,
                        null,
                        null,
                        Event.Account.UNKNOWN),
                new Event.Verdict(
                        Event.Effect.BLOCKED,
                        "unknown-caller",
                        List.of(),
                        Event.Scan.NONE,
                        Digest.of("policy"),
                        0),
                null);
    }

    static Event.Outcome outcome(long intent) {
        return outcome(intent, Event.Result.ANSWERED, 200);
    }

    static Event.Outcome outcome(long intent, Event.Result result, @Nullable Integer status) {
        return new Event.Outcome(
                intent,
                NOON.plusSeconds(2),
                result,
                status,
                Commitment.to(new byte[] {1, 2, 3}),
                new Event.Tokens(11L, 22L),
                "end_turn",
                1_990);
    }

    static Event.Administered change(String action, String subject) {
        return change(action, subject, Map.of("former", "x"));
    }

    static Event.Administered change(String action, String subject, Map<String, String> details) {
        return new Event.Administered(ADA.value(), NOON, action, subject, new TreeMap<>(details));
    }

    static Exported exported(long index, Event event) {
        return exported(index, event, null);
    }

    static Exported exported(long index, Event event, Event.@Nullable Intent request) {
        return new Exported(ORIGIN, index, Leaves.write(event), event, request);
    }

    /// One entry of every kind and shape.
    static List<Exported> all() {
        Event.Intent request = intent(Event.Effect.ALLOWED);
        return List.of(
                exported(0, request),
                exported(1, outcome(0), request),
                exported(2, intent(Event.Effect.WARNED)),
                exported(3, intent(Event.Effect.REDACTED)),
                exported(4, intent(Event.Effect.BLOCKED)),
                exported(5, bareIntent()),
                exported(6, outcome(2, Event.Result.FAILED, null)),
                exported(7, outcome(3, Event.Result.CLIENT_GONE, 200), request),
                exported(8, change("session.started", ADA.value())),
                exported(9, change("person.created", ADA.value())),
                exported(10, change("person.promoted", ADA.value())),
                exported(11, change("token.revoked", "token_1")),
                exported(12, change("ledger.exported", "ledger")),
                exported(13, change("refusals.counted", "gateway")),
                exported(14, change("odd", "thing")),
                unknown(15));
    }

    /// An entry that a newer version wrote.
    static Exported unknown(long index) {
        byte[] leaf =
                "{\"at\":\"2026-11-24T12:00:00Z\",\"type\":\"novelty\",\"v\":9}"
                        .getBytes(StandardCharsets.UTF_8);
        return new Exported(ORIGIN, index, leaf, null, null);
    }
}
