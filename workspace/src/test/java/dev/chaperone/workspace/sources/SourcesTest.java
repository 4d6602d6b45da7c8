// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.sources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Event.Source;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.activity.Projection;
import dev.chaperone.workspace.activity.Sightings;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Role;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Who reports, who fell silent, and which sessions only one side has seen.
class SourcesTest {
    private static final Instant NOON = TestWorkspace.NOON;
    private static final ToolId CLAUDE = new ToolId("claude-code");
    private static final ToolId CODEX = new ToolId("codex");
    private static final Expected EXPECTED =
            new Expected(Set.of(CLAUDE), Set.of(CLAUDE), Duration.ofDays(3));

    @TempDir private Path directory;
    private TestWorkspace workspace;
    private Projection projection;
    private People people;
    private PersonId ada;

    @BeforeEach
    void open() throws Exception {
        workspace = TestWorkspace.open(directory);
        people =
                new People(
                        workspace.database(),
                        workspace.journal(),
                        workspace.inForce(),
                        workspace.clock());
        ada =
                people.create(
                                new NewPerson(
                                        "ada@northwind.example",
                                        "Ada",
                                        Role.DEVELOPER,
                                        List.of(),
                                        null),
                                Actor.SYSTEM)
                        .id();
        projection = Projection.start(workspace.ledger(), workspace.database());
    }

    @AfterEach
    void close() throws Exception {
        projection.close();
        workspace.close();
    }

    @Test
    void saysNoDataWhereNobodyReports() throws Exception {
        Overview empty = overview(Expected.NOTHING);

        assertThat(empty.senders()).isEmpty();
        assertThat(empty.expected()).isZero();
        assertThat(empty.looks()).allSatisfy(look -> assertThat(look.findings()).isNull());
    }

    @Test
    void findsAToolThatIsExpectedAndNeverReported() throws Exception {
        request(Source.GATEWAY, CLAUDE, "s-1", NOON.minus(Duration.ofHours(1)));

        Overview overview = overview(EXPECTED);

        assertThat(overview.senders())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.state()).isEqualTo(Sender.State.NO_DATA);
                    assertThat(each.person()).isNull();
                });
        assertThat(kinds(overview)).containsExactly(Finding.Kind.SENDER_NEVER_HEARD);
        assertThat(look(overview, Finding.Kind.SESSION_NOT_REPORTED).findings()).isNull();
        assertThat(overview.heard()).isZero();
        assertThat(overview.expected()).isEqualTo(1);
    }

    @Test
    void findsASessionAtTheGatewayThatNobodyReports() throws Exception {
        request(Source.GATEWAY, CLAUDE, "reported", hoursAgo(2));
        request(Source.TELEMETRY, CLAUDE, "reported", hoursAgo(2));
        request(Source.GATEWAY, CLAUDE, "hooked", hoursAgo(2));
        request(Source.HOOK, CLAUDE, "hooked", hoursAgo(2));
        request(Source.GATEWAY, CLAUDE, "dark", hoursAgo(1));
        request(Source.GATEWAY, CLAUDE, "just begun", NOON.minusSeconds(60));
        request(Source.GATEWAY, CODEX, "not expected", hoursAgo(1));

        Overview overview = overview(EXPECTED);

        assertThat(overview.findings())
                .containsExactly(
                        new Finding(
                                Finding.Kind.SESSION_NOT_REPORTED,
                                CLAUDE,
                                ada,
                                "dark",
                                null,
                                hoursAgo(1)));
        assertThat(look(overview, Finding.Kind.SESSION_NOT_REPORTED).findings()).isEqualTo(1);
        assertThat(look(overview, Finding.Kind.SESSION_PAST_THE_GATEWAY).findings()).isZero();
    }

    @Test
    void findsASessionThatWentPastTheGateway() throws Exception {
        request(Source.TELEMETRY, CLAUDE, "past", hoursAgo(1));
        sign(Source.TELEMETRY, CLAUDE, "past too", hoursAgo(1));
        request(Source.TELEMETRY, CLAUDE, "through", hoursAgo(1));
        request(Source.GATEWAY, CLAUDE, "through", hoursAgo(1));

        assertThat(overview(EXPECTED).findings())
                .allSatisfy(each ->
                        assertThat(each.kind()).isEqualTo(Finding.Kind.SESSION_PAST_THE_GATEWAY))
                .extracting(Finding::session)
                .containsExactlyInAnyOrder("past", "past too");
    }

    @Test
    void findsASenderThatFellSilentAndTurnsWhatItWouldTellToNoData() throws Exception {
        request(Source.TELEMETRY, CLAUDE, "s-1", NOON);
        request(Source.GATEWAY, CLAUDE, "s-1", NOON);
        assertThat(overview(EXPECTED).heard()).isEqualTo(1);

        workspace.clock().set(NOON.plus(Duration.ofDays(3)));
        assertThat(overview(EXPECTED).heard()).isEqualTo(1);

        workspace.clock().set(NOON.plus(Duration.ofDays(3)).plusSeconds(1));
        Overview silent = overview(EXPECTED);
        assertThat(silent.senders()).extracting(Sender::state).containsExactly(Sender.State.SILENT);
        assertThat(kinds(silent)).containsExactly(Finding.Kind.SENDER_SILENT);
        assertThat(look(silent, Finding.Kind.SESSION_NOT_REPORTED).findings()).isNull();
        assertThat(look(silent, Finding.Kind.SESSION_PAST_THE_GATEWAY).why()).contains("72 hours");

        sign(Source.TELEMETRY, CLAUDE, null, workspace.clock().instant());
        assertThat(kinds(overview(EXPECTED))).isEmpty();
    }

    @Test
    void doesNotMissThePersonWhoLeft() throws Exception {
        request(Source.TELEMETRY, CLAUDE, "s-1", NOON);
        people.deactivate(ada, Actor.SYSTEM);
        workspace.clock().set(NOON.plus(Duration.ofDays(30)));

        Overview overview = overview(Expected.NOTHING);

        assertThat(overview.senders())
                .extracting(Sender::state)
                .containsExactly(Sender.State.ENDED);
        assertThat(overview.findings()).isEmpty();
        assertThat(overview.expected()).isZero();
    }

    @Test
    void listsMcpServersAndFindsAToolThatAsksNobody() throws Exception {
        append(
                intent(
                        Source.TELEMETRY,
                        CLAUDE,
                        "s-1",
                        hoursAgo(1),
                        new Event.Reported(
                                0, 1, 0, 0, List.of("git-hub", "jira"), "bypassPermissions")));
        request(Source.GATEWAY, CLAUDE, "s-1", hoursAgo(1));

        Overview overview = overview(EXPECTED);

        assertThat(overview.servers())
                .extracting(each -> each.name())
                .containsExactlyInAnyOrder("git-hub", "jira");
        assertThat(overview.findings())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.kind()).isEqualTo(Finding.Kind.ASKS_NOBODY);
                    assertThat(each.name()).isEqualTo("bypassPermissions");
                });
    }

    @Test
    void believesNoRowThatTheLedgerDoesNotBack() throws Exception {
        request(Source.TELEMETRY, CLAUDE, "s-1", NOON);
        request(Source.GATEWAY, CLAUDE, "s-1", NOON);
        workspace.clock().set(NOON.plus(Duration.ofHours(100)));
        assertThat(overview(EXPECTED).heard()).isZero();

        sql("UPDATE seen SET last_seen = now() + interval '1 year'");
        assertThat(overview(EXPECTED).heard()).isZero();

        sql(
                "INSERT INTO seen SELECT kind, name, 'hook', tool, person, first, last, first_seen, last_seen FROM seen WHERE kind = 'sender'");
        assertThat(overview(EXPECTED).senders())
                .extracting(Sender::source)
                .containsExactly(Source.TELEMETRY);
    }

    private Overview overview(Expected expected) throws Exception {
        assertThat(projection.awaitPosition(workspace.ledger().size(), Duration.ofSeconds(20)))
                .isTrue();
        return new Sources(
                        new Sightings(workspace.ledger(), workspace.database(), projection),
                        people,
                        expected,
                        workspace.clock())
                .overview();
    }

    private static List<Finding.Kind> kinds(Overview overview) {
        return overview.findings().stream().map(Finding::kind).toList();
    }

    private static Look look(Overview overview, Finding.Kind kind) {
        return overview.looks().stream()
                .filter(each -> each.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static Instant hoursAgo(int hours) {
        return NOON.minus(Duration.ofHours(hours));
    }

    private void request(Source source, ToolId tool, String session, Instant at) throws Exception {
        append(intent(source, tool, session, at, null));
    }

    private Event intent(
            Source source,
            ToolId tool,
            String session,
            Instant at,
            Event.@Nullable Reported reported) {
        return new Event.Intent(
                OpaqueId.next("interaction"),
                at,
                source,
                new Event.Caller(ada, "token_1"),
                new Event.Use(
                        "messages",
                        tool,
                        null,
                        true,
                        null,
                        null,
                        null,
                        false,
                        null,
                        session,
                        null,
                        Event.Account.UNKNOWN),
                new Event.Verdict(
                        Event.Effect.ALLOWED,
                        null,
                        List.of(),
                        Event.Scan.NONE,
                        Digest.of("policy"),
                        1),
                null,
                null,
                reported);
    }

    private void sign(Source source, ToolId tool, @Nullable String session, Instant at)
            throws Exception {
        TreeMap<String, String> details = new TreeMap<>();
        details.put("source", source.written());
        details.put("tool", tool.value());
        if (session != null) {
            details.put("session", session);
        }
        append(new Event.Administered("system", at, "source.heard", ada.value(), details));
    }

    private void append(Event event) throws Exception {
        workspace.ledger().append(Leaves.write(event)).get();
    }

    private void sql(String statement) {
        workspace.test().jdbc().sql(statement).update();
    }
}
