// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.policy.Register;
import dev.chaperone.protocols.Fault;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// A client fetches the settings that it shall follow, or asks whether they have changed. No prompt
/// goes out, so nothing is recorded: what is served stands in the ledger since it is in force.
final class SettingsExchange {
    static final String UNKNOWN =
            "this request carries no token that works. Sign in again: in Claude Code by /login.";

    private final Site site;
    private final HttpServerRequest request;
    private final SignInDesk desk;
    private final Reply reply;

    SettingsExchange(Site site, HttpServerRequest request, SignInDesk desk, Reply reply) {
        this.site = site;
        this.request = request;
        this.desk = desk;
        this.reply = reply;
    }

    void answer() {
        Optional<Register.Credential> caller =
                Callers.identify(
                        request.headers(), site.inForce().register(), site.clock().instant());
        if (caller.isEmpty()) {
            reply.refuse(Fault.UNKNOWN_CALLER, UNKNOWN);
            return;
        }
        Optional<SignInDesk.Settings> settings = desk.settings(caller.get());
        if (settings.isEmpty()) {
            reply.refuse(Fault.NOT_FOUND, "there are no managed settings for you.");
        } else {
            serve(settings.get());
        }
    }

    private void serve(SignInDesk.Settings settings) {
        String tag = '"' + settings.checksum() + '"';
        HttpServerResponse response = request.response();
        response.putHeader("etag", tag);
        response.putHeader("cache-control", "private, no-cache");
        if (isKnown(request.getHeader("if-none-match"), tag)) {
            var _ = response.setStatusCode(304).end();
            request.resume();
            return;
        }
        String body =
                "{\"uuid\":"
                        + quoted(settings.uuid())
                        + ",\"checksum\":"
                        + quoted(settings.checksum())
                        + ",\"settings\":"
                        + settings.text()
                        + "}";
        reply.answer(200, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String value) {
        return '"' + value + '"';
    }

    /// Whether the client holds these settings, or asks by `*` only whether there are any (RFC
    /// 9110, section 13.1.2).
    private static boolean isKnown(@Nullable String header, String tag) {
        if (header == null) {
            return false;
        }
        return Arrays.stream(header.split(",", -1))
                .map(String::strip)
                .map(each -> each.startsWith("W/") ? each.substring(2) : each)
                .anyMatch(each -> each.equals("*") || each.equals(tag));
    }
}
