// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.util.Locale;

/// Makes something in the workspace: one POST, and every way it can end in words.
final class Creation {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

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
            throw refused(reply);
        }
        JsonObject made = reply.json();
        if (made == null || made.text(needed) == null) {
            throw strange("answered without '" + needed + "'");
        }
        return made;
    }

    private CommandFailure refused(Reply reply) {
        String problem = reply.problem();
        return switch (reply.status()) {
            case UNAUTHORIZED ->
                    new CommandFailure(
                            ExitCode.NOT_FINE,
                            api.workspace()
                                    + " does not accept the token from "
                                    + origin()
                                    + ": it is unknown, expired or revoked.\n"
                                    + "Use another: --data DIR on the server's machine, or"
                                    + " CHAPERONE_TOKEN with an administrator's API token.");
            case FORBIDDEN ->
                    new CommandFailure(
                            ExitCode.NOT_FINE,
                            "the token from "
                                    + origin()
                                    + " may not do this"
                                    + (problem == null ? "." : ": " + problem)
                                    + "\nUse an administrator's API token.");
            case BAD_REQUEST, NOT_FOUND, CONFLICT, UNPROCESSABLE ->
                    problem == null
                            ? strange("answered " + path + " with status " + reply.status())
                            : new CommandFailure(ExitCode.BAD_INPUT, problem);
            default ->
                    problem == null
                            ? strange("answered with status " + reply.status())
                            : new CommandFailure(
                                    ExitCode.CANNOT_REACH,
                                    "%s can not do this now (status %d): %s"
                                            .formatted(api.workspace(), reply.status(), problem));
        };
    }

    private CommandFailure strange(String what) {
        return new CommandFailure(
                ExitCode.CANNOT_REACH,
                String.format(
                        Locale.ROOT,
                        "%s %s. Is this the address of a Chaperone workspace?",
                        api.workspace(),
                        what));
    }

    private String origin() {
        AccessToken token = api.token();
        return token == null ? "nowhere" : token.origin();
    }
}
