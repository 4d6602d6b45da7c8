// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.sessions;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Instant;
import java.util.List;
import java.util.Map;

class SessionsTest {
    private static final String HERE = "10.0.0.7";

    @TempDir Path directory;

    private TestWorkspace workspace;
    private Sessions sessions;
    private PersonId ada;
    private Instant now = TestWorkspace.NOON;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        sessions = new Sessions(workspace.database(), workspace.journal(), workspace.clock());
        ada =
                new People(
                                workspace.database(),
                                workspace.journal(),
                                workspace.inForce(),
                                workspace.clock())
                        .create(
                                new NewPerson(
                                        "ada@northwind.example", "Ada", Role.DEVELOPER, List.of()),
                                Actor.SYSTEM)
                        .id();
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    @Test
    void areOpenForAWorkingDayWithoutARequestAndTwelveHoursAtMost() {
        String idle = begin().id();
        later(Session.IDLE.minusSeconds(1));
        assertThat(sessions.use(idle)).isPresent();
        later(Duration.ofHours(4).plusSeconds(1));
        assertThat(sessions.use(idle)).as("twelve hours are over").isEmpty();

        String forgotten = begin().id();
        later(Session.IDLE);
        assertThat(sessions.use(forgotten)).isEmpty();
    }

    @Test
    void areSeenToTheMinute() {
        Session session = begin();
        later(Duration.ofSeconds(59));
        sessions.use(session.id());
        assertThat(sessions.of(ada).getFirst().seen()).isEqualTo(session.seen());
        later(Duration.ofSeconds(2));
        sessions.use(session.id());
        assertThat(sessions.of(ada).getFirst().seen()).isEqualTo(now);
    }

    @Test
    void endAtOnceAndAreRecordedWithoutAddressAndBrowser() throws IOException {
        String one = begin().id();
        String two = begin().id();
        sessions.end(one, Actor.of(ada), "signed-out");
        sessions.end(one, Actor.of(ada), "signed-out");
        assertThat(sessions.use(one)).isEmpty();
        assertThat(sessions.endAll(ada, null, Actor.ADMIN_TOKEN, "ended")).isEqualTo(1);
        assertThat(sessions.use(two)).isEmpty();
        assertThat(workspace.changes("session."))
                .extracting(change -> change.action())
                .containsExactly(
                        "session.started", "session.started", "session.ended", "session.ended");
        assertThat(workspace.changes("session.started").getFirst().details())
                .isEqualTo(Map.of("method", "password+totp", "session", one));
    }

    @Test
    void tellFromWhereSomebodyUsuallyComes() {
        begin();
        assertThat(sessions.familiar("ADA@northwind.example", HERE)).isTrue();
        assertThat(sessions.familiar("ada@northwind.example", "192.0.2.66")).isFalse();
        assertThat(sessions.familiar("nobody@northwind.example", HERE)).isFalse();
        later(Duration.ofDays(31));
        assertThat(sessions.familiar("ada@northwind.example", HERE)).isFalse();
    }

    @Test
    void areNotFresherThanNow() {
        Instant tomorrow = now.plus(Duration.ofDays(1));
        assertThat(sessions.start(new Arrival(ada, "oidc", tomorrow, HERE, "")).authenticated())
                .isEqualTo(now);
        Instant before = now.minus(Duration.ofHours(3));
        assertThat(sessions.start(new Arrival(ada, "oidc", before, HERE, "")).authenticated())
                .isEqualTo(before);
    }

    @Test
    void areForgottenAfterAQuarterOfAYear() {
        begin();
        later(Duration.ofDays(91));
        begin();
        assertThat(workspace.rows("web_session")).isEqualTo(1);
    }

    private Session begin() {
        return sessions.start(new Arrival(ada, "password+totp", now, HERE, "Firefox\n148"));
    }

    private void later(Duration time) {
        now = now.plus(time);
        workspace.clock().set(now);
    }
}
