// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

class ExemptionsTest {
    private static final long SEED = Long.getLong("seed", 20261130L);
    private static final List<String> RULES = List.of("r", "s");
    private static final List<String> TEAMS = List.of("red", "blue", "green");
    private static final List<PersonId> PEOPLE =
            List.of(PersonId.next(), PersonId.next(), Asked.ANNA);

    @Test
    void permitsTheSameAsGoingThroughTheList() {
        Random random = new Random(SEED);
        int permitted = 0;
        for (int round = 0; round < 500; round++) {
            List<Exemption> all = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(25); i++) {
                all.add(exemption(random, "exception-" + i));
            }
            Exemptions exemptions = new Exemptions(all);
            for (int i = 0; i < 40; i++) {
                Question question = question(random);
                String rule = one(random, RULES);
                String expected = slow(all, rule, question);
                permitted += expected == null ? 0 : 1;
                assertThat(exemptions.permitting(rule, question))
                        .as("seed %d, %s for %s of %s", SEED, rule, question, all)
                        .isEqualTo(expected);
                for (boolean follows : new boolean[] {true, false}) {
                    assertThat(
                                    exemptions.couldPermit(
                                            rule,
                                            question.asker(),
                                            question.use(),
                                            question.at(),
                                            follows))
                            .as("seed %d, %s for %s of %s", SEED, rule, question, all)
                            .isEqualTo(could(all, rule, question, follows));
                }
            }
        }
        assertThat(permitted).isGreaterThan(1_000);
    }

    private static @Nullable String slow(List<Exemption> all, String rule, Question question) {
        for (boolean own : new boolean[] {true, false}) {
            for (Exemption each : all) {
                if (each.rule().equals(rule)
                        && (each.person() != null) == own
                        && each.permits(question)) {
                    return each.id();
                }
            }
        }
        return null;
    }

    private static boolean could(
            List<Exemption> all, String rule, Question question, boolean repositoryFollows) {
        return all.stream()
                .filter(each -> each.rule().equals(rule))
                .filter(each -> repositoryFollows || each.repository() == null)
                .anyMatch(each -> each.isFor(question.asker(), question.use(), question.at()));
    }

    private static Exemption exemption(Random random, String id) {
        Instant from = Asked.NOON.plusSeconds(random.nextInt(20) - 15);
        return new Exemption(
                id,
                one(random, RULES),
                random.nextInt(3) == 0 ? one(random, PEOPLE) : null,
                random.nextInt(2) == 0 ? one(random, TEAMS) : null,
                random.nextInt(4) == 0 ? new ToolId("codex") : null,
                null,
                random.nextInt(2) == 0
                        ? new Glob(one(random, List.of("a*", "*", "?b", "ab")))
                        : null,
                from,
                from.plusSeconds(1 + random.nextInt(30)));
    }

    private static Question question(Random random) {
        Set<String> teams = new HashSet<>(TEAMS);
        teams.removeIf(_ -> random.nextBoolean());
        return Asked.with(one(random, List.of("codex", "cursor")))
                .by(
                        new Register.Member(
                                one(random, PEOPLE), teams, null, Standing.NOTHING_REQUIRED))
                .in(random.nextInt(4) == 0 ? null : one(random, List.of("ab", "AB", "b", "cb")))
                .question();
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
