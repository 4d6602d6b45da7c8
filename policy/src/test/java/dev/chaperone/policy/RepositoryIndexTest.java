// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class RepositoryIndexTest {
    private static final long SEED = Long.getLong("seed", 20261130L);

    @Test
    void findsTheSameAsGoingThroughTheList() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            List<RepositoryClass> entries = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                entries.add(new RepositoryClass(new Glob(word(random, "ab/*?")), "c" + i, null));
            }
            RepositoryIndex index = new RepositoryIndex(entries);
            for (int i = 0; i < 100; i++) {
                String name = word(random, "aB/");
                assertThat(index.find(name))
                        .as("seed %d, name %s, entries %s", SEED, name, entries)
                        .isEqualTo(slow(entries, name));
            }
        }
    }

    @Test
    void findsNothingForARepositoryThatNobodyNamed() {
        RepositoryIndex index =
                new RepositoryIndex(List.of(new RepositoryClass(new Glob("*"), "all", null)));

        assertThat(index.find(null)).isNull();
    }

    private static @Nullable RepositoryClass slow(List<RepositoryClass> entries, String name) {
        for (RepositoryClass each : entries) {
            if (each.match().matches(name)) {
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
