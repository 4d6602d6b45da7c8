// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import static dev.chaperone.workspace.TestWorkspace.NOON;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.workspace.RejectedException;

import org.junit.jupiter.api.Test;

import java.util.List;

class FilterTest {
    @Test
    void takesBlankFieldsForNone() {
        assertThat(new Filter("", " ", "", "", "", "", "", "", "\t", null, null, " "))
                .isEqualTo(Filter.NONE);
    }

    @Test
    void cutsALongTextAsTheTablesDo() {
        assertThat(Filters.where("repository", "x".repeat(300)).repository())
                .isEqualTo(StoredText.of("x".repeat(300)));
    }

    @Test
    void namesTheWordsThatItKnows() {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> Filters.where("decision", "denied"))
                .withMessage(
                        "decision is 'denied', not one of allowed, warned, redacted, blocked.");
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> Filters.where("source", "GATEWAY"))
                .withMessageStartingWith("source is 'GATEWAY', not one of gateway, hook,");
    }

    @Test
    void refusesATimeThatEndsBeforeItBegins() {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> Filters.between(NOON, NOON.minusMillis(1)))
                .withMessage("from is after to.");
        assertThat(Filters.between(NOON, NOON).from()).isEqualTo(NOON);
    }

    @Test
    void wantsEnoughDigitsOfACommit() {
        for (String digits : List.of("ab12cd", "ab12cd%", "HEAD", "a".repeat(65), "ab12cd3 4")) {
            assertThatExceptionOfType(RejectedException.class)
                    .isThrownBy(() -> Filters.where("commit", digits))
                    .withMessage(
                            "commit is '"
                                    + digits
                                    + "', not the first 7 to 64 hexadecimal digits of one.");
        }
        assertThat(Filters.where("commit", " AB12CD3 ").commit()).isEqualTo("ab12cd3");
        assertThat(Filters.where("commit", " ").commit()).isNull();
    }
}
