// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.fasterxml.jackson.core.JsonParser;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// The session id that Claude Code writes into `metadata.user_id`, a JSON text inside a string.
final class SessionInMetadata {
    private SessionInMetadata() {}

    static @Nullable String find(byte[] body, int from, int to) {
        @Nullable String[] session = new @Nullable String[1];
        try (JsonParser metadata = Json.parser(body, from, to)) {
            metadata.nextToken();
            Json.members(
                    metadata,
                    (name, value) -> {
                        if (name.equals("user_id")) {
                            session[0] = inUserId(Json.string(value));
                        }
                    });
        } catch (IOException e) {
            // Any other client may put there what it likes; then it tells no session.
            return null;
        }
        return session[0];
    }

    private static @Nullable String inUserId(@Nullable String userId) throws IOException {
        if (userId == null || !userId.startsWith("{")) {
            return null;
        }
        @Nullable String[] session = new @Nullable String[1];
        try (JsonParser user = Json.parser(userId)) {
            user.nextToken();
            Json.members(
                    user,
                    (name, value) -> {
                        if (name.equals("session_id")) {
                            session[0] = WireText.told(Json.string(value));
                        }
                    });
        }
        return session[0];
    }
}
