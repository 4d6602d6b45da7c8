// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

class GlobIndexTest {
    private static final long SEED = Long.getLong("seed", 20261130L);

    @Test
    void findsTheSameAsGoingThroughTheList() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            List<RepositoryClass> entries = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                entries.add(new RepositoryClass(new Glob(word(random, "ab/*?")), "c" + i, null));
            }
            GlobIndex<RepositoryClass> index = new GlobIndex<>(entries, RepositoryClass::match);
            Predicate<RepositoryClass> wanted = entry -> entry.name().endsWith("3");
            for (int i = 0; i < 100; i++) {
                String name = word(random, "aB/");
                assertThat(index.first(name))
                        .as("seed %d, name %s, entries %s", SEED, name, entries)
                        .isEqualTo(slow(entries, name, _ -> true));
                assertThat(index.first(name, wanted))
                        .as("seed %d, name %s, entries %s", SEED, name, entries)
                        .isEqualTo(slow(entries, name, wanted));
            }
        }
    }

    @Test
    void findsNothingForARepositoryThatNobodyNamed() {
        List<RepositoryClass> entries = List.of(new RepositoryClass(new Glob("*"), "all", null));

        assertThat(new GlobIndex<>(entries, RepositoryClass::match).first(null)).isNull();
    }

    @Test
    void coversOnlyWhatFitsTheCoveringPatternToo() {
        Random random = new Random(SEED);
        int covered = 0;
        for (int round = 0; round < 20_000; round++) {
            Glob wide = new Glob(word(random, "ab*?"));
            Glob narrow = new Glob(word(random, "ab*?"));
            if (wide.covers(narrow)) {
                covered++;
                for (int i = 0; i < 50; i++) {
                    String name = word(random, "aB");
                    assertThat(wide.matches(name) || !narrow.matches(name))
                            .as("%s covers %s, but not %s", wide, narrow, name)
                            .isTrue();
                }
            }
        }
        assertThat(covered).isPositive();
    }

    private static @Nullable RepositoryClass slow(
            List<RepositoryClass> entries, String name, Predicate<RepositoryClass> wanted) {
        for (RepositoryClass each : entries) {
            if (wanted.test(each) && each.match().matches(name)) {
                return each;
            }
        }
        return null;
    }

    private static String word(Random random, String letters) {
        StringBuilder word = new StringBuilder();
        int length = 1 + random.nextInt(6);
        for (int i = 0; i < length; i++) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }
}
