// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
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
import java.util.Set;

class ServiceTokensTest {
    private static final Actor ADMIN = Actor.ADMIN_TOKEN;

    @TempDir Path directory;

    private TestWorkspace workspace;
    private People people;
    private ServiceTokens services;
    private PersonId grace;
    private Instant now = TestWorkspace.NOON;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        people =
                new People(
                        workspace.database(),
                        workspace.journal(),
                        workspace.inForce(),
                        workspace.clock());
        services =
                new ServiceTokens(
                        workspace.database(), workspace.journal(), people, workspace.clock());
        grace = person("grace");
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    private PersonId person(String name) {
        return people.create(
                        new NewPerson(
                                name + "@northwind.example", name, Role.ADMINISTRATOR, List.of()),
                        ADMIN)
                .id();
    }

    @Test
    void workUntilTheyEndOrAreRevoked() throws IOException {
        ServiceToken.Created made = make(Duration.ofDays(30));
        assertThat(services.authenticate(made.secret()))
                .hasValueSatisfying(
                        token -> assertThat(token.scopes()).containsExactly(ServiceScope.SCIM));
        assertThat(services.authenticate("chp_other")).isEmpty();
        later(Duration.ofDays(30));
        assertThat(services.authenticate(made.secret())).isEmpty();

        ServiceToken.Created other = make(Duration.ofDays(30));
        services.revoke(other.token().id(), ADMIN);
        services.revoke(other.token().id(), ADMIN);
        assertThat(services.authenticate(other.secret())).isEmpty();
        assertThat(workspace.changes("service-token."))
                .extracting(change -> change.action())
                .containsExactly(
                        "service-token.created", "service-token.created", "service-token.revoked");
    }

    @Test
    void tellWhenTheyWereUsedLastToTheMinute() {
        ServiceToken.Created made = make(Duration.ofDays(1));
        assertThat(made.token().used()).isNull();
        services.authenticate(made.secret());
        Instant first = now;
        later(Duration.ofSeconds(59));
        services.authenticate(made.secret());
        assertThat(services.of(grace).getFirst().used()).isEqualTo(first);
        later(Duration.ofSeconds(2));
        services.authenticate(made.secret());
        assertThat(services.of(grace).getFirst().used()).isEqualTo(now);
    }

    @Test
    void needAnotherOwnerWhenTheirsLeavesAndWorkOnUntilThen() {
        ServiceToken.Created made = make(Duration.ofDays(1));
        people.deactivate(grace, ADMIN);
        assertThat(services.authenticate(made.secret())).isPresent();
        assertThat(services.of(grace)).hasSize(1);
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> services.own(made.token().id(), grace, ADMIN));
        PersonId lena = person("lena");
        services.own(made.token().id(), lena, ADMIN);
        assertThat(services.of(grace)).isEmpty();
        assertThat(services.of(lena)).hasSize(1);
    }

    @Test
    void areRefusedWithoutScopesWithoutEndAndWithoutOwner() {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> new NewServiceToken("okta", grace, Set.of(), now));
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> make(Duration.ofDays(400)));
        assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> make(Duration.ZERO));
        people.deactivate(grace, ADMIN);
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> make(Duration.ofDays(1)));
    }

    private ServiceToken.Created make(Duration time) {
        return services.create(
                new NewServiceToken("okta", grace, Set.of(ServiceScope.SCIM), now.plus(time)),
                ADMIN);
    }

    private void later(Duration time) {
        now = now.plus(time);
        workspace.clock().set(now);
    }
}
