// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.channels.Channels;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.policies.PolicySite;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class IncidentsTest {
    private static final Actor ADA = new Actor("person_0123456789abcdefghjkmnpqrs");

    @TempDir Path directory;

    private TestWorkspace workspace;
    private PolicySite site;
    private Incidents incidents;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        site = new PolicySite(workspace);
        incidents =
                new Incidents(
                        workspace.database(),
                        workspace.journal(),
                        new Deliveries(
                                workspace.database(),
                                workspace.journal(),
                                Channels.NONE,
                                workspace.clock()),
                        site.policies().inForce(),
                        text -> text.contains("ghp_") ? Optional.of("github") : Optional.empty(),
                        workspace.clock());
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    private Incident reported() {
        return incidents.report(
                new NewIncident(
                        Map.of(Field.DESCRIPTION, "A key of the shop was in a prompt."),
                        List.of("interaction_1")),
                ADA);
    }

    private static Map<Field, String> everything() {
        Map<Field, String> facts = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            facts.put(
                    field,
                    switch (field.kind()) {
                        case MOMENT -> "2026-11-24T11:00:00Z";
                        case CHOICE -> field.choices().getFirst();
                        case LINE, TEXT -> "none";
                    });
        }
        return facts;
    }

    @Test
    void goesFromTheReportToTheLessonByWhatIsStated() throws IOException {
        Incident incident = reported();
        assertThat(incident.number()).isEqualTo(1);
        assertThat(incident.stage()).isEqualTo(Stage.REPORTED);
        assertThat(incident.facts()).containsEntry(Field.NOTICED, "2026-11-24T12:00:00Z");

        for (Stage stage : Stage.values()) {
            Map<Field, String> facts = everything();
            facts.keySet().removeIf(field -> field.stage() != stage);
            incident = incidents.state(incident.id(), incident.version(), facts, site.grace());
            if (stage != Stage.CLOSED) {
                assertThat(incident.stage()).isEqualTo(stage);
            }
        }
        assertThat(incident.missing()).isEmpty();
        incident = incidents.close(incident.id(), incident.version(), site.grace());
        assertThat(incident.stage()).isEqualTo(Stage.CLOSED);
        assertThat(workspace.changes("incident."))
                .extracting(entry -> entry.action())
                .containsExactly(
                        "incident.reported",
                        "incident.stated",
                        "incident.stated",
                        "incident.stated",
                        "incident.stated",
                        "incident.stated",
                        "incident.stated",
                        "incident.closed");
    }

    @Test
    void keepsWhatPeopleWriteOutOfTheLedger() throws IOException {
        reported();
        assertThat(workspace.changes("incident.reported").getFirst().details())
                .containsEntry("fields", "noticed,description")
                .containsEntry("requests", "interaction_1")
                .doesNotContainValue("A key of the shop was in a prompt.")
                .containsKey("facts");
    }

    @Test
    void namesWhatIsMissingBeforeItCanBeClosed() {
        Incident incident = reported();
        Map<Field, String> facts = everything();
        facts.remove(Field.LESSONS);
        facts.remove(Field.ROTATED);
        Incident stated = incidents.state(incident.id(), 1, facts, site.grace());
        refused(
                () -> incidents.close(stated.id(), stated.version(), site.grace()),
                "Still missing: rotated, lessons.");
        // A credential that was not involved needs no rotation.
        Incident other =
                incidents.state(
                        stated.id(),
                        stated.version(),
                        Map.of(Field.CREDENTIAL, "none-involved"),
                        site.grace());
        assertThat(other.missing()).containsExactly(Field.LESSONS);
    }

    @Test
    void isNotClosedByWhoReportedIt() {
        Incident incident = incidents.report(new NewIncident(everything(), List.of()), ADA);
        refused(() -> incidents.close(incident.id(), 1, ADA), "You reported it");
        refused(() -> incidents.close(incident.id(), 1, Actor.ADMIN_TOKEN), "nobody's name");
    }

    @Test
    void neverForgetsWhatWasStatedAndNoticesWhoWasFaster() {
        Incident incident = reported();
        incidents.state(incident.id(), 1, Map.of(Field.TOOL, "codex"), site.grace());
        incidents.state(incident.id(), 2, Map.of(Field.TOOL, "cursor"), site.grace());
        assertThat(incidents.history(incident.id()))
                .extracting(Statement::value)
                .endsWith("codex", "cursor");
        refused(
                () -> incidents.state(incident.id(), 1, Map.of(Field.TOOL, "kiro"), site.lena()),
                "Somebody else has changed it");
    }

    @Test
    void refusesTheSecretItselfAndWhatIsNoAnswer() {
        refused(
                () ->
                        incidents.report(
                                new NewIncident(
                                        Map.of(Field.DESCRIPTION, "it was ghp_x"), List.of()),
                                ADA),
                "description holds what looks like a secret (github)");
        Incident incident = reported();
        refused(
                () -> incidents.state(incident.id(), 1, Map.of(Field.ACCOUNT, "mine"), ADA),
                "account is one of: corporate, personal, unknown.");
        refused(
                () -> incidents.state(incident.id(), 1, Map.of(Field.NOTICED, "today"), ADA),
                "noticed is 'today', not a time");
        refused(
                () -> incidents.state(incident.id(), 1, Map.of(Field.TOOL, "a\nb"), ADA),
                "none of them a control character");
    }

    @Test
    void runsTheClockOfThePolicyAndOfContracts() {
        Incident incident = reported();
        Instant ours = incidents.decideBy(incident);
        assertThat(ours).isEqualTo(TestWorkspace.NOON.plus(Duration.ofDays(3)));
        Incident sooner =
                incidents.state(incident.id(), 1, Map.of(Field.CUSTOMER_HOURS, "24"), site.grace());
        assertThat(incidents.decideBy(sooner))
                .isEqualTo(TestWorkspace.NOON.plus(Duration.ofDays(1)));
        assertThat(incidents.isOverdue(sooner)).isFalse();
        workspace.clock().set(TestWorkspace.NOON.plus(Duration.ofDays(1)));
        assertThat(incidents.isOverdue(sooner)).isTrue();
    }

    @Test
    void keepsWhatAnotherSystemCallsIt() {
        Incident incident = reported();
        incidents.link(incident.id(), "SEC-7", "https://tickets.example/SEC-7", Actor.ADMIN_TOKEN);
        assertThat(incidents.find(incident.id()).orElseThrow().ticket())
                .isEqualTo(new Incident.Ticket("SEC-7", "https://tickets.example/SEC-7"));
        refused(
                () -> incidents.link(incident.id(), "SEC-7", "javascript:1", Actor.ADMIN_TOKEN),
                "url is not an address");
    }

    private static void refused(Runnable work, String words) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(work::run)
                .withMessageContaining(words);
    }
}
