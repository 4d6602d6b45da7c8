// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.detection.Scanner;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;

class MeasuredDetectorsTest {
    private final MeasuredDetectors measured = MeasuredDetectors.builtIn();

    @Test
    void tellsOfTheDetectorsThatLabelledTextsHold() {
        MeasuredDetectors.Counts passwords = measured.of("password-assignment").orElseThrow();

        assertThat(passwords.right()).isPositive();
        assertThat(passwords.precision()).endsWith(" %");
        assertThat(measured.day()).isAfter(LocalDate.of(2026, 11, 1));
        assertThat(measured.of("no-such-detector")).isEmpty();
        assertThat(
                        Scanner.builtIn().detectors().stream()
                                .filter(each -> measured.of(each).isPresent()))
                .hasSizeGreaterThan(200);
    }

    @Test
    void roundsShares() {
        assertThat(new MeasuredDetectors.Counts(2, 1, 0).precision()).isEqualTo("67 %");
        assertThat(new MeasuredDetectors.Counts(2, 1, 0).recall()).isEqualTo("100 %");
        assertThat(new MeasuredDetectors.Counts(0, 0, 0).recall()).isEqualTo("none");
    }
}
