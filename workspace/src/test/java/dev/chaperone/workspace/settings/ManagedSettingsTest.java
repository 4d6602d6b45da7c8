// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

class ManagedSettingsTest {
    private static final ServedSettings CLOUD =
            ServedSettings.read(Set.of("cloud"), "{\"model\":\"opus\",\"env\":{\"X\":\"hidden\"}}");
    private static final ServedSettings ALL =
            ServedSettings.read(Set.of(), "{\"model\":\"haiku\"}");
    private static final ServedSettings NEWER =
            ServedSettings.read(Set.of(), "{\"model\":\"sonnet\"}");

    @TempDir Path directory;

    private TestWorkspace workspace;
    private PersonId ada;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        People people =
                new People(
                        workspace.database(),
                        workspace.journal(),
                        workspace.inForce(),
                        workspace.clock());
        ada =
                people.create(
                                new NewPerson("ada@example.com", "Ada", Role.DEVELOPER, List.of()),
                                Actor.SYSTEM)
                        .id();
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    @Test
    void servesTheFirstThatIsForATeamOfThePerson() {
        ManagedSettings settings = start(CLOUD, ALL);

        assertThat(settings.of(List.of("web", "cloud"))).contains(CLOUD);
        assertThat(settings.of(List.of("web"))).contains(ALL);
        assertThat(start(CLOUD).of(List.of("web"))).isEmpty();
    }

    @Test
    void recordsWhatIsInForceOnceForEachChange() throws IOException {
        start(CLOUD, ALL);
        start(CLOUD, ALL);
        start(CLOUD, NEWER);
        start(CLOUD);
        start(CLOUD, NEWER);

        List<Event.Administered> changes = workspace.changes("managed-settings.");
        assertThat(changes)
                .extracting(change -> change.action() + " " + change.details().get("teams"))
                .containsExactly(
                        "managed-settings.published cloud",
                        "managed-settings.published everybody",
                        "managed-settings.published everybody",
                        "managed-settings.withdrawn everybody",
                        "managed-settings.published everybody");
        assertThat(changes.getFirst().details())
                .containsEntry("checksum", CLOUD.checksum().toString())
                .containsEntry("keys", "env.X, model");
        assertThat(changes.toString()).doesNotContain("hidden", "opus");
    }

    @Test
    void knowsNothingOfAClientThatSaysNothing() {
        assertThat(posture(start(ALL))).isEqualTo(new Posture(Posture.Standing.NOT_TOLD, null));
    }

    @Test
    void holdsWhatAClientSaysAgainstWhatIsServed() {
        ManagedSettings settings = start(CLOUD, ALL);
        settings.told(ada, ALL.checksum().toString());
        assertThat(posture(settings))
                .isEqualTo(new Posture(Posture.Standing.CURRENT, TestWorkspace.NOON));
        assertThat(settings.posture(ada, List.of("cloud")).standing())
                .isEqualTo(Posture.Standing.OTHER);

        settings.told(ada, "unreadable");
        assertThat(posture(settings).standing()).isEqualTo(Posture.Standing.OTHER);
    }

    @Test
    void givesAClientAnHourToLearnOfAChange() {
        start(ALL);
        ManagedSettings settings = start(NEWER);
        settings.told(ada, ALL.checksum().toString());
        assertThat(posture(settings).standing()).isEqualTo(Posture.Standing.PREVIOUS);

        workspace.clock().set(TestWorkspace.NOON.plus(Duration.ofMinutes(61)));
        assertThat(posture(settings).standing()).isEqualTo(Posture.Standing.PREVIOUS);
        settings.told(ada, ALL.checksum().toString());
        assertThat(posture(settings).standing()).isEqualTo(Posture.Standing.OTHER);
    }

    @Test
    void takesAnOldWordForNone() {
        ManagedSettings settings = start(ALL);
        settings.told(ada, ALL.checksum().toString());
        workspace.clock().set(TestWorkspace.NOON.plus(Duration.ofHours(25)));

        assertThat(posture(settings))
                .isEqualTo(new Posture(Posture.Standing.NOT_TOLD, TestWorkspace.NOON));
    }

    private Posture posture(ManagedSettings settings) {
        return settings.posture(ada, List.of());
    }

    private ManagedSettings start(ServedSettings... served) {
        return ManagedSettings.start(
                workspace.database(), workspace.journal(), List.of(served), workspace.clock());
    }
}
