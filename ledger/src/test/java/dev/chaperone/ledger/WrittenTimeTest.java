// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.DateTimeException;
import java.time.Instant;

class WrittenTimeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-24T12:34:56.789Z",
                "2024-02-29T00:00:00.001Z",
                "0000-01-01T23:59:59.999Z",
                "2026-11-24T12:00:00Z",
                "2026-11-24T12:00:00.000000789Z",
                "+12026-11-24T12:00:00.123Z",
                "2026-11-24T24:00:00.000Z",
                "2026-12-31T23:59:60.000Z",
            })
    void readsWhatTheJdkReads(String text) {
        assertThat(WrittenTime.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-02-30T12:00:00.123Z",
                "2026-13-01T12:00:00.123Z",
                "2026-11-24T25:00:00.123Z",
                "2026-11-24T12:60:00.123Z",
                "2026-11-24 12:00:00.123Z",
                "2026-11-24T12:00:00,123Z",
                "2026-11-24T12:00:00.12aZ",
            })
    void refusesWhatTheJdkRefuses(String text) {
        assertThatThrownBy(() -> WrittenTime.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
