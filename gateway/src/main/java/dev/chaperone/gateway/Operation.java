// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import java.util.Optional;

/// What a request asks for, told by its path.
enum Operation {
    MESSAGES("/v1/messages", Upstream.Kind.ANTHROPIC, "messages"),
    COUNT_TOKENS("/v1/messages/count_tokens", Upstream.Kind.ANTHROPIC, "count_tokens"),
    CHAT("/v1/chat/completions", Upstream.Kind.OPENAI, "chat");

    private final String path;
    private final Upstream.Kind kind;
    private final String word;

    Operation(String path, Upstream.Kind kind, String word) {
        this.path = path;
        this.kind = kind;
        this.word = word;
    }

    static Optional<Operation> at(String path) {
        for (Operation operation : values()) {
            if (operation.path.equals(path)) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }

    Upstream.Kind kind() {
        return kind;
    }

    /// The spelling in the ledger.
    String word() {
        return word;
    }
}
