// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Asks a running instance how it is.
final class InstanceChecks {
    private static final String WORKSPACE = "workspace";
    private static final String OWN = "instance's checks";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int MAX_PAGES = 100;

    private final Api api;
    private final String restart;

    /// @param restart what to do when the instance does not answer
    InstanceChecks(Api api, String restart) {
        this.api = api;
        this.restart = restart;
    }

    /// Whether the workspace answers, and what it says of itself. Only what says that it is
    /// Chaperone gets to see the token.
    Diagnosis ask() {
        List<Check> checks = new ArrayList<>();
        try {
            Reply reply = api.getPublic("/health");
            JsonObject json = reply.json();
            String status = json == null ? null : json.text("status");
            if (status == null) {
                return notReached(
                        "what answers at "
                                + api.workspace()
                                + " is not Chaperone (it answered /health with status "
                                + reply.status()
                                + ")");
            }
            checks.add(health(reply, status));
        } catch (UnreachableException e) {
            return notReached(e.sentence());
        }
        checks.addAll(own());
        return new Diagnosis(checks, true);
    }

    private Diagnosis notReached(String why) {
        return new Diagnosis(
                List.of(
                        Check.problem(WORKSPACE, why, restart),
                        Check.unknown(OWN, "not asked: the workspace does not answer", null)),
                false);
    }

    private Check health(Reply reply, String status) {
        return reply.isSuccess() && status.equalsIgnoreCase("up")
                ? Check.fine(WORKSPACE, "is up at " + api.workspace())
                : Check.problem(WORKSPACE, "says of itself that it is '" + status + "'", restart);
    }

    private List<Check> own() {
        AccessToken token = api.token();
        if (token == null) {
            return List.of(
                    Check.unknown(
                            OWN, "not asked: no token", "set CHAPERONE_TOKEN or give --token"));
        }
        List<Check> checks = new ArrayList<>();
        try {
            String cursor = "";
            for (int page = 0; cursor != null && page < MAX_PAGES; page++) {
                String query =
                        cursor.isEmpty()
                                ? ""
                                : "?cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
                cursor = addPage(api.get("/api/v1/checks" + query), token, checks);
            }
        } catch (UnreachableException e) {
            checks.add(Check.unknown(OWN, e.sentence(), restart));
        }
        return checks.isEmpty()
                ? List.of(Check.unknown(OWN, "the instance looked at nothing", null))
                : checks;
    }

    /// Adds what a page of the list says; gives the next page's cursor, null after the last.
    private @Nullable String addPage(Reply reply, AccessToken token, List<Check> checks) {
        JsonObject json = reply.json();
        List<JsonObject> items = json == null ? null : json.objects("items");
        if (!reply.isSuccess() || json == null || items == null) {
            checks.add(unanswered(reply, token));
            return null;
        }
        items.forEach(item -> checks.add(check(item)));
        String next = json.text("next");
        return next == null || next.isEmpty() ? null : next;
    }

    private static Check unanswered(Reply reply, AccessToken token) {
        return switch (reply.status()) {
            case UNAUTHORIZED ->
                    Check.unknown(
                            OWN,
                            "the workspace does not accept the token from " + token.origin(),
                            "give a token that works: set CHAPERONE_TOKEN or give --token");
            case FORBIDDEN ->
                    Check.unknown(
                            OWN,
                            "the token from " + token.origin() + " may not ask for them",
                            "use the token of an administrator");
            case NOT_FOUND -> Check.unknown(OWN, "this server does not offer them", null);
            default ->
                    Check.unknown(
                            OWN,
                            "the workspace answered with status "
                                    + reply.status()
                                    + " and no list of checks",
                            null);
        };
    }

    private static Check check(JsonObject item) {
        String name = item.text("name");
        String detail = item.text("detail");
        return new Check(
                name == null ? OWN : name,
                state(item.text("state")),
                detail == null ? "the instance says no more" : detail,
                item.text("repair"));
    }

    private static Check.State state(@Nullable String written) {
        for (Check.State state : Check.State.values()) {
            if (state.written().equals(written)) {
                return state;
            }
        }
        return Check.State.UNKNOWN;
    }
}
