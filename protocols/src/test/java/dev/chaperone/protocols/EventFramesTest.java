// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;

class EventFramesTest {
    @Test
    void showsTheEventsHoweverTheFramesAreCut() {
        byte[] stream = both(chunk("{\"type\":\"ping\"}"), chunk("{\"type\":\"message_stop\"}"));
        for (int cut = 0; cut <= stream.length; cut++) {
            EventFrames frames = new EventFrames();
            StringBuilder shown = new StringBuilder();
            frames.saw(stream, 0, cut, events -> shown.append(new String(events, UTF_8)));
            frames.saw(
                    stream, cut, stream.length, events -> shown.append(new String(events, UTF_8)));

            assertThat(shown)
                    .hasToString(
                            "data: {\"type\":\"ping\"}\n\ndata: {\"type\":\"message_stop\"}\n\n");
            assertThat(frames.isBroken()).isFalse();
        }
    }

    @Test
    void tellsWholeFramesFromOneThatHasBegun() {
        byte[] first = chunk("{}");
        byte[] stream = both(first, chunk("{\"a\":1}"));

        assertThat(EventFrames.wholeFrames(stream, stream.length)).isEqualTo(stream.length);
        assertThat(EventFrames.wholeFrames(stream, stream.length - 1)).isEqualTo(first.length);
        assertThat(EventFrames.wholeFrames(stream, first.length - 1)).isZero();
        assertThat(EventFrames.wholeFrames("<html>not frames</html>".getBytes(UTF_8), 23))
                .isEqualTo(-1);
    }

    @Test
    void saysWhenWhatComesIsNoStreamOfFrames() {
        EventFrames frames = new EventFrames();
        byte[] page = "<html>not frames</html>".getBytes(UTF_8);

        frames.saw(page, 0, page.length, _ -> {});

        assertThat(frames.isBroken()).isTrue();
    }

    @Test
    void endsAStreamWithAFrameThatItReadsItself() {
        byte[] frame = EventFrames.exception("validationException", "no \"keys\"");

        assertThat(EventFrames.wholeFrames(frame, frame.length)).isEqualTo(frame.length);
        StringBuilder shown = new StringBuilder();
        new EventFrames()
                .saw(frame, 0, frame.length, events -> shown.append(new String(events, UTF_8)));
        assertThat(shown).hasToString("data: {\"message\":\"no \\\"keys\\\"\"}\n\n");
        assertThat(new String(frame, UTF_8))
                .contains(":exception-type", "validationException", ":message-type", "exception");
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        assertThat(buffer.getInt(8)).isEqualTo(check(frame, 8));
        assertThat(buffer.getInt(frame.length - 4)).isEqualTo(check(frame, frame.length - 4));
    }

    private static int check(byte[] bytes, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, to);
        return (int) crc.getValue();
    }

    /// A frame as Bedrock sends it, without headers.
    private static byte[] chunk(String event) {
        String inner = Base64.getEncoder().encodeToString(event.getBytes(UTF_8));
        byte[] payload = ("{\"bytes\":\"" + inner + "\",\"p\":\"abc\"}").getBytes(UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(16 + payload.length);
        frame.putInt(16 + payload.length).putInt(0);
        frame.putInt(check(frame.array(), 8)).put(payload);
        frame.putInt(check(frame.array(), 12 + payload.length));
        return frame.array();
    }

    private static byte[] both(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
