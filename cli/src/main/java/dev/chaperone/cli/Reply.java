// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

/// What the workspace answered.
record Reply(int status, String body) {
    private static final int SUCCESS = 200;
    private static final int REDIRECTION = 300;

    boolean isSuccess() {
        return status >= SUCCESS && status < REDIRECTION;
    }

    @Nullable JsonObject json() {
        return JsonObject.parse(body);
    }

    /// The sentence of a problem (RFC 9457); null when the answer is none.
    @Nullable String problem() {
        JsonObject json = json();
        if (json == null || (json.text("detail") == null && json.text("title") == null)) {
            return null;
        }
        String detail = json.text("detail");
        return detail == null ? json.text("title") : detail;
    }
}
