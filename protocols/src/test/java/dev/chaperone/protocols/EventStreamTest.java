// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class EventStreamTest {
    @ParameterizedTest
    @CsvSource({
        "a\\n\\nb, 3",
        "a\\r\\n\\r\\nb, 5",
        "a\\r\\rb, 3",
        "a\\n\\r\\nb, 4",
        "a\\r\\n\\r, 4",
        "a\\n\\nb\\n\\n, 6",
        "a\\r\\nb\\r\\n, 0",
        "a\\nb\\n, 0",
        "\\n, 0",
        "\\r\\n, 0",
        "\\n\\n, 2",
        "'', 0"
    })
    void isCutBehindTheLastBlankLine(String written, int expected) {
        byte[] bytes = bytes(written);

        assertThat(EventStream.lastBoundary(bytes, 0, bytes.length)).isEqualTo(expected);
    }

    @Test
    void looksOnlyAtItsOwnRange() {
        byte[] bytes = bytes("a\\n\\nb\\n\\n");

        assertThat(EventStream.lastBoundary(bytes, 2, 5)).isEqualTo(2);
        assertThat(EventStream.lastBoundary(bytes, 3, 6)).isEqualTo(6);
    }

    private static byte[] bytes(String written) {
        return written.replace("\\n", "\n").replace("\\r", "\r").getBytes(StandardCharsets.UTF_8);
    }
}
