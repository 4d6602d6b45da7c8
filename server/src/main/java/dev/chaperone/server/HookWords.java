// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

/// What an assistant asked about by a hook, in words. Nothing was sent and no answer follows: the
/// tool goes on by itself.
final class HookWords {
    private HookWords() {}

    /// @param operation as the ledger has it
    static String of(String operation) {
        return switch (operation) {
            case "hook-prompt" -> "hook: a prompt";
            case "hook-pre-read" -> "hook: a file to read";
            case "hook-pre-write" -> "hook: a file to write";
            case "hook-pre-exec" -> "hook: a command";
            case "hook-pre-mcp" -> "hook: a call of an MCP server";
            case "hook-pre-tool" -> "hook: use of a tool";
            case "hook-pre-model" -> "hook: a call of the model";
            case "hook-post" -> "hook: a result";
            case "hook-response" -> "hook: an answer";
            case "hook-session" -> "hook: a session";
            default -> "hook";
        };
    }
}
