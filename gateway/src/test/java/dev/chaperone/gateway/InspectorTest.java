// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.detection.Scanner;
import dev.chaperone.protocols.UnreadableBodyException;
import dev.chaperone.protocols.WireFormat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A part that was read before is known again, and only where it would be read the same way.
final class InspectorTest {
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
    private static final String LONG = "Please look at this. ".repeat(20);

    private final Inspector inspector =
            new Inspector(Scanner.builtIn(), new Inspector.Memory(100_000), Duration.ofSeconds(10));

    @Test
    void whatWasFoundInAnEarlierTurnStillCounts() throws Exception {
        String first = message(LONG + KEY);

        Inspection alone = anthropic("claude-a", first);
        Inspection behindAnother = anthropic("claude-b", first, message(LONG + "And this."));
        Inspection twice = anthropic("claude-b", message(LONG), first, first);

        assertThat(counts(alone)).isEqualTo(1);
        assertThat(counts(behindAnother)).isEqualTo(1);
        assertThat(counts(twice)).isEqualTo(2);
    }

    @Test
    void smallPartsBetweenKnownOnesAreRead() throws Exception {
        String known = message(LONG);
        anthropic("claude-a", known, known);

        assertThat(counts(anthropic("claude-a", known, message(KEY), known))).isEqualTo(1);
    }

    @Test
    void aPartKnownInOneFormatIsReadAnewInAnother() throws Exception {
        String sound =
                "{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\""
                        + KEY
                        + "\",\"format\":\"wav\"}},{\"type\":\"text\",\"text\":\""
                        + LONG
                        + "\"}]}";

        Inspection asSound = inspect(WireFormat.OPENAI_CHAT, body("gpt", sound));
        Inspection asText = inspect(WireFormat.ANTHROPIC_MESSAGES, body("claude-a", sound));

        assertThat(asSound.attachments()).isEqualTo(1);
        assertThat(counts(asText)).isEqualTo(1);
    }

    @Test
    void theMemoryIsKeptWithinItsSizeByWhoeverUsesIt() throws Exception {
        Inspector.Memory small = new Inspector.Memory(20);
        Inspector another = new Inspector(Scanner.builtIn(), small, Duration.ofSeconds(10));

        for (int i = 0; i < 500; i++) {
            String body = body("claude-a", message(LONG + i));
            another.inspect(
                    WireFormat.ANTHROPIC_MESSAGES, body.getBytes(StandardCharsets.UTF_8), false);

            assertThat(small.parts()).isBetween(1L, 20L);
        }
    }

    @Test
    void commitsToEveryByte() throws Exception {
        String body = body("claude-a", message(LONG), message("short"), message(LONG)) + "  \n";

        assertThat(inspect(WireFormat.ANTHROPIC_MESSAGES, body).body().bytes())
                .isEqualTo(body.length());
        assertThat(inspect(WireFormat.ANTHROPIC_MESSAGES, "{}").body().bytes()).isEqualTo(2);
    }

    private Inspection anthropic(String model, String... messages) throws UnreadableBodyException {
        return inspect(WireFormat.ANTHROPIC_MESSAGES, body(model, messages));
    }

    private Inspection inspect(WireFormat format, String body) throws UnreadableBodyException {
        return inspector.inspect(format, body.getBytes(StandardCharsets.UTF_8), false);
    }

    private static int counts(Inspection inspection) {
        return inspection.detected().stream().mapToInt(Inspection.Detected::count).sum();
    }

    private static String body(String model, String... messages) {
        return "{\"model\":\"" + model + "\",\"messages\":[" + String.join(",", messages) + "]}";
    }

    private static String message(String text) {
        return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
    }
}
