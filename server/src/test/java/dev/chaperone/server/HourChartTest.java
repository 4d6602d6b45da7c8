// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HourChartTest {
    @Test
    void drawsOneBarPerHourInsideThePicture() {
        HourChart chart = HourChart.of(Samples.hours(1, 90, 1200, 3), HourChart.NARROW);
        assertThat(chart.bars()).hasSize(24);
        assertThat(chart.bars())
                .allSatisfy(bar -> {
                    assertThat(bar.x() + bar.width()).isLessThanOrEqualTo(chart.width());
                    assertThat(bar.pieces())
                            .allSatisfy(piece -> assertThat(piece.y()).isBetween(0.0, 126.0));
                });
    }

    @Test
    void saysTheSameInWords() {
        assertThat(HourChart.of(Samples.hours(0, 18), HourChart.WIDE).text())
                .isEqualTo(
                        "Busiest hour from 16:00: 15 allowed, 1 warned, 2 blocked. 23 of 24 hours"
                                + " without a request. Times are UTC.");
    }

    @Test
    void showsAnHourWithoutRequestsAsSuch() {
        HourChart chart = HourChart.of(Samples.hours(), HourChart.WIDE);
        assertThat(chart.bars())
                .allSatisfy(bar -> assertThat(bar.pieces().getFirst().style()).isEqualTo("none"));
        assertThat(chart.text()).startsWith("24 of 24 hours without a request");
    }

    @Test
    void keepsAShareHonestAtBothEnds() {
        assertThat(Words.share(1, 1000)).isEqualTo("of 1,000 (< 1 %)");
        assertThat(Words.share(999, 1000)).isEqualTo("of 1,000 (> 99 %)");
        assertThat(Words.share(0, 0)).isEqualTo("of 0");
    }
}
