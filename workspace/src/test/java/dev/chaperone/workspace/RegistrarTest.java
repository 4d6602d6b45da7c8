// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.policy.InForce;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.people.Assignment;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.policies.PolicySite;
import dev.chaperone.workspace.tokens.NewToken;
import dev.chaperone.workspace.tokens.Token;
import dev.chaperone.workspace.tokens.Tokens;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(120)
class RegistrarTest {
    private static final int THREADS = 50;
    private static final String TRAINED =
            PolicySite.POLICY + "  training: {gate: block, courses: [robots]}\n";

    @TempDir Path directory;

    private TestWorkspace workspace;
    private InForce inForce;
    private PolicySite site;
    private Tokens tokens;

    /// Whom the register asked the training about; nobody stands for everybody.
    private final List<Set<PersonId>> asked = new ArrayList<>();

    private final AtomicBoolean failing = new AtomicBoolean();

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        site = new PolicySite(workspace);
        inForce = site.policies().inForce();
        tokens = new Tokens(workspace.database(), workspace.journal(), inForce, workspace.clock());
        inForce.trainedBy((_, people) -> {
            if (failing.get()) {
                throw new IllegalStateException("No answer");
            }
            asked.add(people == null ? Set.of() : people);
            return Map.of();
        });
        site.policies().publish(TRAINED, Actor.ADMIN_TOKEN);
        asked.clear();
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    @Test
    void knowsANewPersonWhenTheCallThatCreatesThemReturns() {
        PersonId ada = person("ada");

        assertThat(member("ada").map(Register.Member::person)).contains(ada);
    }

    @Test
    void readsOnlyThePersonWhomAChangeIsAbout() {
        PersonId ada = person("ada");
        token(ada);
        assertThat(asked).containsExactly(Set.of(ada), Set.of(ada));

        site.policies().publish(TRAINED + "# asks everybody\n", Actor.ADMIN_TOKEN);

        assertThat(asked.getLast()).isEmpty();
        assertThat(inForce.register()).isEqualTo(rebuilt());
    }

    @Test
    void makesGoodWhatWasStoredAndNotPutInForce() {
        PersonId ada = person("ada");
        PersonId eve = person("eve");
        failing.set(true);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> site.people().deactivate(ada, Actor.SYSTEM));
        assertThat(member("ada")).isPresent();
        failing.set(false);
        asked.clear();

        token(eve);

        assertThat(member("ada")).isEmpty();
        assertThat(asked).containsExactly(Set.of(ada, eve));
        assertThat(inForce.register()).isEqualTo(rebuilt());
    }

    @Test
    void makesGoodWithACallThatChangesNothing() {
        PersonId ada = person("ada");
        failing.set(true);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> site.people().deactivate(ada, Actor.SYSTEM));
        failing.set(false);

        site.people().deactivate(ada, Actor.SYSTEM);

        assertThat(member("ada")).isEmpty();
    }

    @Test
    void isMadeAnewWhereChangesBeforeItAreNotToldAnyMore() {
        InForce behind = new InForce(inForce.policy());
        Registrar registrar = new Registrar(workspace.database(), workspace.journal(), behind);
        registrar.publish();
        PersonId ada = person("ada");
        token(ada);
        token(person("eve"));
        assertThat(workspace.rows("register_change")).isEqualTo(1);

        registrar.publish();

        assertThat(behind.register().people().count()).isEqualTo(4);
        assertThat(behind.register().credentials().count()).isEqualTo(2);
    }

    @Test
    void putsEveryOneOfManyChangesAtOnceInForceBeforeItsCallReturns() throws Exception {
        List<Callable<Long>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String name = "p" + i;
            calls.add(() -> changes(name));
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Long> each : executor.invokeAll(calls)) {
                assertThat(each.get()).isPositive();
            }
        }

        assertThat(inForce.register().number()).isEqualTo(workspace.ledger().size());
        // Two administrators were there before.
        assertThat(inForce.register().people().count()).isEqualTo(THREADS / 2 + 2);
        assertThat(inForce.register()).isEqualTo(rebuilt());
        assertThat(asked.size()).isLessThan(4 * THREADS);
    }

    /// @return how much the number grew
    private long changes(String name) {
        long before = inForce.register().number();
        PersonId person = person(name);
        assertThat(member(name)).isPresent();
        long created = inForce.register().number();
        assertThat(created).isGreaterThan(before);
        Token.Created token = token(person);
        assertThat(identified(token)).hasValue(person);
        site.people()
                .assign(
                        person,
                        now -> new Assignment(List.of(name), now.jurisdiction()),
                        Actor.SYSTEM);
        assertThat(member(name).map(Register.Member::teams)).hasValue(Set.of(name));
        if (Integer.parseInt(name.substring(1)) % 2 == 0) {
            site.people().deactivate(person, Actor.SYSTEM);
            assertThat(member(name)).isEmpty();
            assertThat(identified(token)).isEmpty();
        }
        return inForce.register().number() - before;
    }

    private Optional<PersonId> identified(Token.Created token) {
        return inForce.register()
                .identify(token.secret(), TestWorkspace.NOON)
                .map(Register.Credential::person);
    }

    private Optional<Register.Member> member(String name) {
        return inForce.register().find(name + "@northwind.example");
    }

    private PersonId person(String name) {
        People people = site.people();
        return people.create(
                        new NewPerson(
                                name + "@northwind.example", name, Role.DEVELOPER, List.of("all")),
                        Actor.SYSTEM)
                .id();
    }

    private Token.Created token(PersonId person) {
        return tokens.create(
                new NewToken(person, "laptop", Token.Kind.GATEWAY, null), Actor.SYSTEM);
    }

    private Register rebuilt() {
        InForce anew = new InForce(inForce.policy());
        new Registrar(workspace.database(), workspace.journal(), anew).publish();
        return anew.register();
    }
}
