// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import static dev.chaperone.workspace.TestWorkspace.NOON;
import static dev.chaperone.workspace.activity.Filters.between;
import static dev.chaperone.workspace.activity.Filters.where;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Event.Effect;
import dev.chaperone.ledger.Event.Source;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One set of requests, looked for in every way.
class InteractionsTest {
    private static final PersonId ADA = PersonId.next();
    private static final PersonId BOB = PersonId.next();
    private static final Scope ALL = Scope.everybody();

    private static final Requests PLAIN = Requests.by(ADA);
    private static final Requests WARNED =
            Requests.by(ADA)
                    .at(NOON.plusSeconds(60))
                    .with("cursor", "business")
                    .on("ab12cd34ef567890ab12cd34ef567890ab12cd34")
                    .decided(Effect.WARNED, "personal-data", "email", "iban");
    private static final Requests BLOCKED =
            Requests.by(BOB)
                    .at(NOON.plus(Duration.ofHours(2)))
                    .from(Source.HOOK)
                    .texts("gpt-6", "100%_sure\\repo", "Session-B\0")
                    .on("ab12cd3f00000000000000000000000000000000")
                    .decided(Effect.BLOCKED, "no-secrets", "aws-key", "email");
    private static final Requests NOBODY =
            Requests.by(null)
                    .at(NOON.minusSeconds(1))
                    .texts(null, null, null)
                    .decided(Effect.BLOCKED, "unknown-caller");

    /// Written last although it is the oldest: times need not follow the order of the ledger.
    private static final Requests LATE = Requests.by(BOB).at(NOON.minus(Duration.ofDays(30)));

    private static final Event.Look LOOK =
            new Event.Look(
                    Effect.WARNED,
                    "no-secrets-back",
                    List.of(
                            new Event.FindingCount("jwt", "proven", 3),
                            new Event.FindingCount("email", "shaped", 1)),
                    Event.Scan.COMPLETE);

    @TempDir private static Path directory;

    private static TestWorkspace workspace;
    private static Interactions interactions;

    @BeforeAll
    static void fill() throws Exception {
        workspace = TestWorkspace.open(directory);
        long plain = append(PLAIN);
        append(WARNED);
        append(BLOCKED);
        Requests.append(workspace.ledger(), Requests.outcome(plain, LOOK));
        workspace.journal().record(Actor.SYSTEM, "person.created", ADA.value(), Map.of());
        append(NOBODY);
        append(LATE);
        Projection projection = Projection.start(workspace.ledger(), workspace.database());
        try (projection) {
            assertThat(projection.awaitPosition(workspace.ledger().size(), Duration.ofSeconds(20)))
                    .isTrue();
        }
        interactions =
                new Interactions(
                        workspace.database(), projection, Site.silent(workspace, projection));
    }

    @AfterAll
    static void close() throws IOException {
        workspace.close();
    }

    @Test
    void listsAllByTheOrderOfTheLedgerNewestFirst() {
        assertFound(Filter.NONE, LATE, NOBODY, BLOCKED, WARNED, PLAIN);
    }

    @Test
    void findsByEachField() {
        assertFound(where("person", ADA.value()), WARNED, PLAIN);
        assertFound(where("tool", "cursor"), WARNED);
        assertFound(where("plan", "business"), WARNED);
        assertFound(where("repository", "100%_sure\\repo"), BLOCKED);
        assertFound(where("model", "gpt-6"), BLOCKED);
        assertFound(where("decision", "blocked"), NOBODY, BLOCKED);
        assertFound(where("decision", "allowed"), LATE, PLAIN);
        assertFound(where("detector", "email"), BLOCKED, WARNED, PLAIN);
        assertFound(where("detector", "aws-key"), BLOCKED);
        assertFound(where("source", "hook"), BLOCKED);
        assertFound(where("session", "session-1"), LATE, WARNED, PLAIN);
        assertFound(where("session", "Session-B\0"), BLOCKED);
    }

    @Test
    void findsNothingByWhatDoesNotOccur() {
        for (String field :
                List.of("person", "tool", "plan", "repository", "model", "detector", "session")) {
            assertFound(where(field, "nowhere"));
            assertFound(where(field, "'; DROP TABLE interaction; --"));
            assertFound(where(field, "%"));
            assertFound(where(field, "\0"));
        }
        assertFound(where("source", "proxy"));
        assertFound(where("decision", "redacted"));
    }

    @Test
    void findsByTime() {
        assertFound(between(NOON, null), BLOCKED, WARNED, PLAIN);
        assertFound(between(NOON.plusNanos(1_000), null), BLOCKED, WARNED);
        assertFound(between(null, NOON), LATE, NOBODY);
        assertFound(between(null, NOON.plusNanos(1_000)), LATE, NOBODY, PLAIN);
        assertFound(between(NOON, NOON.plusSeconds(61)), WARNED, PLAIN);
        assertFound(between(NOON, NOON));
        assertFound(between(NOON.plus(Duration.ofDays(1)), null));
        assertFound(between(null, NOON.minus(Duration.ofDays(31))));
        assertFound(between(Instant.MIN, Instant.MAX), LATE, NOBODY, BLOCKED, WARNED, PLAIN);
    }

    @Test
    void findsFreeTextInEveryPlaceWhateverItsCapitals() {
        assertFound(where("q", PLAIN.id()), PLAIN);
        assertFound(where("q", PLAIN.id().substring(14, 26).toUpperCase(Locale.ROOT)), PLAIN);
        assertFound(where("q", "URSO"), WARNED);
        assertFound(where("q", "Sonnet"), LATE, WARNED, PLAIN);
        assertFound(where("q", "TEAM/app"), LATE, WARNED, PLAIN);
        assertFound(where("q", "session-b"), BLOCKED);
        assertFound(where("q", "-secrets"), BLOCKED);
        assertFound(where("q", "c"), LATE, NOBODY, BLOCKED, WARNED, PLAIN);
        assertFound(where("q", "nowhere"));
    }

    @Test
    void findsByTheFirstDigitsOfACommit() {
        assertFound(where("commit", "ab12cd3"), BLOCKED, WARNED);
        assertFound(where("commit", "AB12CD34"), WARNED);
        assertFound(where("commit", "ab12cd34ef567890ab12cd34ef567890ab12cd34"), WARNED);
        assertFound(where("commit", "b12cd34"));
    }

    @Test
    void tellsTheCommitOfARequest() {
        assertThat(interactions.list(ALL, where("commit", "ab12cd34"), null, 10).items())
                .singleElement()
                .extracting(found -> found.use().commit())
                .isEqualTo("ab12cd34ef567890ab12cd34ef567890ab12cd34");
    }

    @Test
    void takesFreeTextLiterally() {
        assertFound(where("q", "100%_sure\\"), BLOCKED);
        assertFound(where("q", "%"), BLOCKED);
        assertFound(where("q", "\\"), BLOCKED);
        assertFound(where("q", "cur_or"));
        assertFound(where("q", "0%s"));
        assertFound(where("q", "'"));
    }

    @Test
    void joinsTheFieldsOfAFilter() {
        assertFound(
                new Filter(
                        BOB.value(),
                        "claude-code",
                        "team",
                        "100%_sure\\repo",
                        "gpt-6",
                        "blocked",
                        "email",
                        "hook",
                        "Session-B\0",
                        NOON,
                        NOON.plus(Duration.ofHours(3)),
                        "GPT"),
                BLOCKED);
        assertFound(
                new Filter(
                        ADA.value(),
                        null,
                        null,
                        null,
                        null,
                        "blocked",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    @Test
    void pagesWithoutAGapAndWithoutADouble() {
        for (int limit = 1; limit <= 6; limit++) {
            List<String> seen = new ArrayList<>();
            String cursor = null;
            do {
                Listing page = interactions.list(ALL, Filter.NONE, cursor, limit);
                assertThat(page.items()).hasSizeBetween(1, limit);
                page.items().forEach(row -> seen.add(row.id()));
                cursor = page.next();
            } while (cursor != null);
            assertThat(seen)
                    .containsExactly(LATE.id(), NOBODY.id(), BLOCKED.id(), WARNED.id(), PLAIN.id());
        }
    }

    @Test
    void refusesLimitsAndCursorsThatAreNone() {
        for (int limit : new int[] {-1, 0, Page.MAX_LIMIT + 1}) {
            assertThatExceptionOfType(RejectedException.class)
                    .isThrownBy(() -> interactions.list(ALL, Filter.NONE, null, limit));
        }
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> interactions.list(ALL, Filter.NONE, "'", 5));
    }

    @Test
    void hidesWhatIsOutsideOfTheScopeLikeWhatDoesNotExist() throws IOException {
        Scope ada = Scope.only(ADA);

        assertThat(ids(ada, Filter.NONE)).containsExactly(WARNED.id(), PLAIN.id());
        assertThat(ids(ada, where("person", BOB.value()))).isEmpty();
        assertThat(ids(ada, where("q", "gpt-6"))).isEmpty();
        assertThat(ids(ada, where("decision", "blocked"))).isEmpty();
        assertThat(interactions.find(ada, PLAIN.id())).isPresent();
        assertThat(interactions.find(ada, BLOCKED.id())).isEmpty();
        assertThat(interactions.find(ada, NOBODY.id())).isEmpty();
        assertThat(interactions.find(ada, "interaction_0")).isEmpty();
        assertThat(interactions.find(ada, "\0")).isEmpty();
        assertThat(interactions.count(ada)).isEqualTo(2);
        assertThat(interactions.tools(ada))
                .containsExactly(new ToolId("claude-code"), new ToolId("cursor"));
        assertThat(interactions.repositories(ada)).containsExactly("github.example/team/app");
        assertThat(interactions.people(ada)).containsExactly(ADA);
        assertThat(interactions.hours(ada, NOON.minusSeconds(5), NOON.plus(Duration.ofDays(1))))
                .containsExactly(new Hour(NOON, Map.of(Effect.ALLOWED, 1L, Effect.WARNED, 1L)));
        assertThat(interactions.count(Scope.only(PersonId.next()))).isZero();
    }

    @Test
    void countsByHourAndDecision() {
        assertThat(interactions.hours(ALL, NOON.minusSeconds(1), NOON.plus(Duration.ofDays(1))))
                .containsExactly(
                        new Hour(NOON.minus(Duration.ofHours(1)), Map.of(Effect.BLOCKED, 1L)),
                        new Hour(NOON, Map.of(Effect.ALLOWED, 1L, Effect.WARNED, 1L)),
                        new Hour(NOON.plus(Duration.ofHours(2)), Map.of(Effect.BLOCKED, 1L)));
        assertThat(interactions.hours(ALL, NOON, NOON)).isEmpty();
    }

    @Test
    void findsWhatWasFoundInAnswersToo() {
        assertFound(where("detector", "jwt"), PLAIN);
        assertThat(interactions.find(ALL, PLAIN.id()).orElseThrow().outcome())
                .extracting(Interaction.Outcome::look)
                .isEqualTo(LOOK);
    }

    @Test
    void countsWhatEachDetectorFoundLately() {
        Scope ada = Scope.only(ADA);

        assertThat(interactions.hits(ada, NOON.minus(Duration.ofDays(1))))
                .containsExactly(
                        new Hits("email", 2, NOON.plusSeconds(60)),
                        new Hits("iban", 1, NOON.plusSeconds(60)),
                        new Hits("jwt", 1, NOON));
        assertThat(interactions.hits(ada, NOON.plus(Duration.ofDays(1)))).isEmpty();
    }

    @Test
    void countsWhatOneDetectorFoundLately() {
        assertThat(interactions.hits(Scope.only(ADA), "email", NOON.minus(Duration.ofDays(1))))
                .contains(new Hits("email", 2, NOON.plusSeconds(60)));
        assertThat(interactions.hits(ALL, "email", NOON.plus(Duration.ofDays(1)))).isEmpty();
        assertThat(interactions.hits(ALL, "canary", NOON.minus(Duration.ofDays(1)))).isEmpty();
    }

    @Test
    void offersWhatOccursToChooseFrom() {
        assertThat(interactions.count(ALL)).isEqualTo(5);
        assertThat(interactions.tools(ALL))
                .containsExactly(new ToolId("claude-code"), new ToolId("cursor"));
        assertThat(interactions.repositories(ALL))
                .containsExactlyInAnyOrder("100%_sure\\repo", "github.example/team/app");
        assertThat(interactions.people(ALL)).containsExactlyInAnyOrder(ADA, BOB);
    }

    private static long append(Requests request) {
        return Requests.append(workspace.ledger(), request.intent());
    }

    private static void assertFound(Filter filter, Requests... requests) {
        assertThat(ids(ALL, filter))
                .as("%s", filter)
                .containsExactly(
                        List.of(requests).stream().map(Requests::id).toArray(String[]::new));
    }

    private static List<String> ids(Scope scope, Filter filter) {
        return interactions.list(scope, filter, null, 50).items().stream()
                .map(Interaction::id)
                .toList();
    }
}
