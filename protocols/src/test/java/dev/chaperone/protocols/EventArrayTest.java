// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

class EventArrayTest {
    private static final byte[] STREAM =
            "[{\"a\":\"]}\\\\\"},\r\n{\"b\":{\n\"c\":[\"\\\"}\"]}}\n]\n".getBytes(UTF_8);

    @Test
    void showsTheObjectsHoweverTheArrayIsCut() {
        for (int cut = 0; cut <= STREAM.length; cut++) {
            EventArray array = new EventArray();
            StringBuilder shown = new StringBuilder();
            array.saw(STREAM, 0, cut, events -> shown.append(new String(events, UTF_8)));
            array.saw(
                    STREAM, cut, STREAM.length, events -> shown.append(new String(events, UTF_8)));

            assertThat(shown)
                    .hasToString(
                            "data: {\"a\":\"]}\\\\\"}\n\ndata: {\"b\":{ \"c\":[\"\\\"}\"]}}\n\n");
            assertThat(array.isWhole()).isTrue();
            assertThat(array.behind()).isEqualTo("\n]\n".length());
        }
    }

    @Test
    void tellsAnObjectThatHasNotEnded() {
        EventArray array = new EventArray();
        array.saw(STREAM, 0, STREAM.length - 4, _ -> {});

        assertThat(array.isWhole()).isFalse();
        assertThat(array.isBroken()).isFalse();
    }

    @Test
    void saysWhenWhatComesIsNoSuchArray() {
        for (String other : new String[] {"<html>", "[1,2]", "[{}]}", "\"text\""}) {
            EventArray array = new EventArray();
            array.saw(other.getBytes(UTF_8), 0, other.length(), _ -> {});

            assertThat(array.isBroken()).as(other).isTrue();
        }
    }
}
