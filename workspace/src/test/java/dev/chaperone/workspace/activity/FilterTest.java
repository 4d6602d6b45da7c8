// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import static dev.chaperone.workspace.TestWorkspace.NOON;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.workspace.RejectedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    @Test
    void takesBlankFieldsForNone() {
        assertThat(new Filter("", " ", "", "", "", "", "", "", "\t", null, null, " "))
                .isEqualTo(Filter.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "person",
                "tool",
                "plan",
                "repository",
                "model",
                "decision",
                "detector",
                "source",
                "session",
                "q"
            })
    void namesTheFieldThatIsTooLong(String field) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> Filters.where(field, "x".repeat(201)))
                .withMessage(field + " has more than 200 characters.");
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
}
