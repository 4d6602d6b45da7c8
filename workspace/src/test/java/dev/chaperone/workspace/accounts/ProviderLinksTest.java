// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

class ProviderLinksTest {
    private static final String ISSUER = "https://login.northwind.example";
    private static final String ADA = "ada@northwind.example";

    @TempDir Path directory;

    private TestWorkspace workspace;
    private People people;
    private ProviderLinks links;
    private Person ada;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        people =
                new People(
                        workspace.database(),
                        workspace.journal(),
                        workspace.inForce(),
                        workspace.clock());
        links =
                new ProviderLinks(
                        workspace.database(), workspace.journal(), people, workspace.clock());
        ada =
                people.create(
                        new NewPerson(ADA, "Ada Moreau", Role.DEVELOPER, List.of()), Actor.SYSTEM);
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    @Test
    void findsSomebodyByAVerifiedAddressOnceAndByTheirIdThenOn() throws IOException {
        assertThat(known("s-1", ADA, true).id()).isEqualTo(ada.id());
        assertThat(known("s-1", "ada.new@northwind.example", false).id()).isEqualTo(ada.id());
        assertThat(known("s-1", null, false).id()).isEqualTo(ada.id());
        assertThat(workspace.changes("person.linked"))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.subject()).isEqualTo(ada.id().value());
                    assertThat(change.details().toString()).doesNotContain("s-1", "ada");
                });
    }

    @Test
    void doesNotTrustAnAddressThatIsNotVerified() {
        refuses("s-1", ADA, false, "email_verified");
        refuses("s-1", null, true, "'email'");
        refuses("s-1", ada.id().value(), true, "'email'");
        assertThat(workspace.rows("provider_link")).isZero();
    }

    @Test
    void opensNothingToWhoeverGotSomebodysAddress() {
        known("s-1", ADA, true);
        refuses("s-2", ADA, true, "as somebody else");
        assertThat(known("s-1", "other@northwind.example", true).id()).isEqualTo(ada.id());
    }

    @Test
    void createsPeopleOnlyWhereThatIsWanted() {
        refuses("s-9", "new@northwind.example", true, "Ask an administrator");
        Person created =
                links.find(vouched("s-9", "new@northwind.example", true), () -> Role.DEVELOPER);
        assertThat(created.role()).isEqualTo(Role.DEVELOPER);
        assertThat(known("s-9", null, false).id()).isEqualTo(created.id());
    }

    @Test
    void refusesWhoseAccessHasEnded() {
        known("s-1", ADA, true);
        people.deactivate(ada.id(), Actor.SYSTEM);
        refuses("s-1", ADA, true, "has ended");
    }

    private Person known(String subject, @Nullable String email, boolean verified) {
        return links.find(vouched(subject, email, verified), () -> null);
    }

    private void refuses(String subject, @Nullable String email, boolean verified, String because) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> known(subject, email, verified))
                .withMessageContaining(because);
    }

    private static ProviderLinks.Vouched vouched(
            String subject, @Nullable String email, boolean verified) {
        return new ProviderLinks.Vouched(ISSUER, subject, email, verified, "Ada");
    }
}
