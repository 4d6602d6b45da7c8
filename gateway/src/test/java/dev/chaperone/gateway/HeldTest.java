// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.buffer.Buffer;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

class HeldTest {
    private final Held held = new Held();

    @Test
    void givesOnWhatCameAndShowsItOnceHoweverItIsCut() {
        byte[] answer = new byte[100_000];
        Random random = new Random(1);
        random.nextBytes(answer);
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        Held.Watcher watcher = (bytes, from, to) -> shown.write(bytes, from, to - from);
        Buffer passedOn = Buffer.buffer();
        for (int at = 0; at < answer.length; ) {
            int size = Math.min(random.nextInt(9_000), answer.length - at);
            held.add(Buffer.buffer().appendBytes(answer, at, size));
            at += size;
            held.show(watcher);
            passedOn.appendBuffer(held.take(random.nextInt(held.length() + 1)));
        }
        held.show(watcher);
        passedOn.appendBuffer(held.take(held.length()));
        assertThat(passedOn.getBytes()).isEqualTo(answer);
        assertThat(shown.toByteArray()).isEqualTo(answer);
    }

    @Test
    void findsTheEndOfAnEventWhereverItIsCut() {
        for (String end : List.of("\n\n", "\r\n\r\n", "\r\r")) {
            Held one = new Held();
            String event = "data: " + "x".repeat(100) + end;
            // A carriage return ends a line, whether or not a line feed follows.
            int known = end.equals("\r\n\r\n") ? event.length() - 1 : event.length();
            for (int i = 0; i < event.length(); i++) {
                one.add(Buffer.buffer(event.substring(i, i + 1)));
                assertThat(one.wholeEvents() > 0).isEqualTo(i + 1 >= known);
            }
            one.show((_, _, _) -> {});
            assertThat(one.take(one.wholeEvents())).hasToString(event);
        }
    }

    @Test
    void countsWholeEventsOnly() {
        held.add(Buffer.buffer("data: 1\n\ndata: 2"));
        assertThat(held.wholeEvents()).isEqualTo("data: 1\n\n".length());
        held.show((_, _, _) -> {});
        assertThat(held.take(held.wholeEvents())).hasToString("data: 1\n\n");
        assertThat(held.wholeEvents()).isZero();
        held.add(Buffer.buffer("\n\n"));
        held.show((_, _, _) -> {});
        assertThat(held.take(held.wholeEvents())).hasToString("data: 2\n\n");
    }

    @Test
    void keepsNoRoomOfALongEventThatHasGoneOn() {
        held.add(Buffer.buffer(new byte[8 * 1024 * 1024]));
        held.add(Buffer.buffer("rest"));
        held.show((_, _, _) -> {});

        held.take(8 * 1024 * 1024);

        assertThat(held.room()).isLessThanOrEqualTo(256 * 1024);
        assertThat(new String(held.copy(), US_ASCII)).isEqualTo("rest");
    }
}
