// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoredTextTest {
    private static final String FACE = "\uD83D\uDE00";

    @Test
    void leavesOrdinaryTextAsItIs() {
        for (String text : new String[] {"", "abc", "Grüße " + FACE, "x".repeat(StoredText.MAX)}) {
            assertThat(StoredText.of(text)).isEqualTo(text);
        }
    }

    @Test
    void replacesNulAndHalvesOfPairs() {
        assertThat(StoredText.of("\0a\uD83Db\uDE00\uD83D")).isEqualTo("\uFFFDa\uFFFDb\uFFFD\uFFFD");
    }

    @Test
    void cutsLongTextAndNeverThroughAPair() {
        assertThat(StoredText.of("x".repeat(201))).isEqualTo("x".repeat(199) + "…");
        assertThat(StoredText.of("x".repeat(198) + FACE + FACE)).isEqualTo("x".repeat(198) + "…");
        assertThat(StoredText.of("x".repeat(197) + FACE + FACE))
                .isEqualTo("x".repeat(197) + FACE + "…");
    }
}
