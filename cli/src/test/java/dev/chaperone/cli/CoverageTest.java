// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.catalog.Catalog;

import org.junit.jupiter.api.Test;

import java.util.List;

class CoverageTest {
    @Test
    void printsAMatrixWithoutAnEmptyCell() {
        Ran ran = Ran.of("coverage");

        assertThat(ran.code()).isZero();
        List<String> lines = ran.out().lines().toList();
        assertThat(lines).hasSize(Catalog.builtIn().tools().size() + 1);
        assertThat(lines.getFirst()).startsWith("tool ").endsWith("account");
        assertThat(lines.subList(1, lines.size()))
                .allSatisfy(line ->
                        assertThat(line)
                                .matches("[a-z-]+( +(blocks|records|unseen|absent|unknown)){8}"));
    }

    @Test
    void saysOfOneToolWhatEachWayInSeesAndWhereThatIsFrom() {
        Ran ran = Ran.of("coverage", "claude-code");

        assertThat(ran.out())
                .startsWith("Claude Code\n")
                .contains("\ngateway ", "\nhooks ", "@ fire no hook", ", 2026-");
        assertThat(Ran.of("coverage", "claude-code", "--json").out())
                .startsWith(
                        "[{\"tool\":\"claude-code\",\"surface\":\"gateway\",\"sees\":{\"prompt\":\"blocks\"");
    }

    @Test
    void saysWhereToLookForAToolThatItDoesNotKnow() {
        Ran ran = Ran.of("coverage", "no-such-tool");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("coverage lists all");
    }
}
