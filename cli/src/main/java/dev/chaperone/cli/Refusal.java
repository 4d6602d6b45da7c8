// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.util.Locale;

/// An answer of the workspace that is no success, in words.
///
/// @param path of the API that was asked
record Refusal(Api api, String path, Reply reply) {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    CommandFailure failure() {
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
                            ? strange(
                                    "answered %s with status %d"
                                            .formatted(path.split("\\?", 2)[0], reply.status()))
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

    /// The workspace is perhaps something else.
    CommandFailure strange(String what) {
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
