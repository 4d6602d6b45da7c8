// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.protocols.HookEvent;
import dev.chaperone.protocols.HookEvents;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is at the paths of hooks: `POST /hooks/{tool}/{event}`, and the programs that call it.
final class Hooks {
    private static final String PATH = "/hooks/";
    private static final Pattern CALL = Pattern.compile("/hooks/([\\w-]+)/([\\w.-]{1,64})");

    private Hooks() {}

    static boolean isAt(String path) {
        return path.startsWith(PATH);
    }

    static void enter(Site site, HttpServerRequest request, String path) {
        Matcher call = CALL.matcher(path);
        Optional<HookEvent> event =
                call.matches()
                        ? HookEvents.builtIn().find(call.group(1), call.group(2))
                        : Optional.empty();
        if (event.isPresent() && request.method().equals(HttpMethod.POST)) {
            new HookExchange(site, request, event.get()).walk();
            return;
        }
        request.resume();
        Optional<String> forwarder = Forwarder.at(path);
        if (forwarder.isPresent() && request.method().equals(HttpMethod.GET)) {
            say(request, 200, forwarder.get());
        } else if (event.isPresent() || forwarder.isPresent()) {
            String allowed = event.isPresent() ? "POST" : "GET";
            request.response().putHeader("allow", allowed);
            say(request, 405, "Chaperone: this path takes " + allowed + ".\n");
        } else {
            say(
                    request,
                    404,
                    "Chaperone: there is nothing at this path. Hooks are called by POST at"
                            + " /hooks/{tool}/{event}; docs/hooks.md names the tools.\n");
        }
    }

    private static void say(HttpServerRequest request, int status, String text) {
        var _ =
                request.response()
                        .setStatusCode(status)
                        .putHeader("content-type", "text/plain; charset=utf-8")
                        .end(text);
    }
}
