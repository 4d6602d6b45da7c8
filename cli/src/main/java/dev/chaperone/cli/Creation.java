// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

/// Makes something in the workspace: one POST, and every way it can end in words.
final class Creation {
    private final Api api;
    private final String path;

    Creation(Api api, String path) {
        this.api = api;
        this.path = path;
    }

    /// Sends the request and gives what was made.
    ///
    /// @param needed the member without which the answer is of no use
    JsonObject send(JsonObject request, String needed) throws CommandFailure {
        Reply reply;
        try {
            reply = api.post(path, request);
        } catch (UnreachableException e) {
            throw new CommandFailure(ExitCode.CANNOT_REACH, e.sentence());
        }
        if (!reply.isSuccess()) {
            throw new Refusal(api, path, reply).failure();
        }
        JsonObject made = reply.json();
        if (made == null || made.text(needed) == null) {
            throw new Refusal(api, path, reply).strange("answered without '" + needed + "'");
        }
        return made;
    }
}
