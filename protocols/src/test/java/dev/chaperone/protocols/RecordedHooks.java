// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/// What real tools told their hooks: a line for each call, the event's name before the JSON.
record RecordedHooks(String surface, String event, String json) {
    static final List<String> SURFACES =
            List.of("claude-code", "github-copilot", "codex", "gemini-cli", "opencode");

    static List<RecordedHooks> of(String surface) throws IOException {
        try (InputStream in =
                RecordedHooks.class.getResourceAsStream("hooks/" + surface + ".txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .map(line -> new RecordedHooks(surface, line[0], line[1]))
                    .toList();
        }
    }

    HookEvent known() {
        return HookEvents.builtIn().find(surface, event).orElseThrow();
    }

    HookCall call() throws UnreadableBodyException {
        return HookCall.read(known(), json.getBytes(UTF_8));
    }
}
