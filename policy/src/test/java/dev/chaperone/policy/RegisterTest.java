// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

class RegisterTest {
    private static final long SEED = Long.getLong("seed", 20261130L);
    private static final int PEOPLE = 12;

    private final Random random = new Random(SEED);

    @Test
    void isTheSameChangeByChangeAsMadeAnew() {
        List<PersonId> people = Stream.generate(PersonId::next).limit(PEOPLE).toList();
        List<Integer> addresses =
                new ArrayList<>(Stream.iterate(0, i -> i + 1).limit(PEOPLE).toList());
        Map<PersonId, Register.Known> known = new HashMap<>();
        Register register = Register.EMPTY;
        for (int number = 1; number < 500; number++) {
            Set<PersonId> changed = new HashSet<>();
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                changed.add(people.get(random.nextInt(PEOPLE)));
            }
            // Those who change may take each other's addresses.
            List<PersonId> who = List.copyOf(changed);
            for (int i = 1; i < who.size(); i++) {
                Collections.swap(
                        addresses, people.indexOf(who.get(i)), people.indexOf(who.getFirst()));
            }
            for (PersonId each : who) {
                if (random.nextInt(4) == 0) {
                    known.remove(each);
                } else {
                    known.put(each, known(each, addresses.get(people.indexOf(each))));
                }
            }
            Register before = register;
            Register unchanged = before.with(before.number(), Set.of(), List.of());
            register =
                    register.with(
                            number,
                            changed,
                            who.stream().map(known::get).filter(Objects::nonNull).toList());

            assertThat(register)
                    .as("seed %d, number %d", SEED, number)
                    .isEqualTo(Register.of(number, known.values(), Exemptions.NONE));
            assertThat(before).isEqualTo(unchanged);
        }
        assertThat(register.people()).isNotEmpty();
    }

    private Register.Known known(PersonId person, int address) {
        Register.Member member =
                new Register.Member(
                        person,
                        Set.of("team-" + random.nextInt(3)),
                        null,
                        Standing.NOTHING_REQUIRED);
        Map<Digest, Register.Credential> credentials = new HashMap<>();
        for (int i = 0; i < random.nextInt(3); i++) {
            credentials.put(
                    Digest.of(person + " " + i),
                    new Register.Credential("token_" + i, member, null));
        }
        return new Register.Known(
                member, Register.address("p" + address + "@northwind.example"), credentials);
    }
}
