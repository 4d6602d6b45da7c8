// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.policy.Register;
import dev.chaperone.protocols.Client;
import dev.chaperone.protocols.Fault;
import dev.chaperone.protocols.WireFormat;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.ToolId;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/// One request of a tool that signs in: what there is, codes, tokens, the end, and the settings
/// that it shall follow. The protocol is that of Claude Code's gateways
/// (docs/claude-code-sign-in.md); parameters that nobody knows do no harm.
final class SignInExchange {
    private static final Logger LOG = LoggerFactory.getLogger(SignInExchange.class);
    private static final int MAX_BODY = 64 * 1024;
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String REFRESH_TOKEN = "refresh_token";
    private static final ToolId CLAUDE_CODE = new ToolId("claude-code");

    private final Site site;
    private final HttpServerRequest request;
    private final SignIn.Offered offered;
    private final Client client;
    private final Reply reply;

    private SignInExchange(Site site, HttpServerRequest request, SignIn.Offered offered) {
        this.site = site;
        this.request = request;
        this.offered = offered;
        this.client = Client.recognise(WireFormat.ANTHROPIC_MESSAGES, request::getHeader);
        this.reply = reply(request, client);
    }

    private enum Place {
        DISCOVERY("/.well-known/oauth-authorization-server", "GET"),
        DEVICE("/oauth/device_authorization", "POST"),
        TOKEN("/oauth/token", "POST"),
        REVOCATION("/oauth/revoke", "POST"),
        SETTINGS("/managed/settings", "GET"),
        USAGE("/api/oauth/usage", "GET");

        private final String path;
        private final String method;

        Place(String path, String method) {
            this.path = path;
            this.method = method;
        }

        static Optional<Place> at(String path) {
            return Arrays.stream(values()).filter(place -> place.path.equals(path)).findFirst();
        }
    }

    static boolean isAt(String path) {
        return Place.at(path).isPresent();
    }

    static void enter(Site site, HttpServerRequest request, String path) {
        Place place = Place.at(path).orElseThrow();
        switch (site.signIn().signIn()) {
            case SignIn.Refused(String because) ->
                    reply(
                                    request,
                                    Client.recognise(
                                            WireFormat.ANTHROPIC_MESSAGES, request::getHeader))
                            .refuse(Fault.NOT_FOUND, because);
            case SignIn.Offered offered -> new SignInExchange(site, request, offered).answer(place);
        }
    }

    private static Reply reply(HttpServerRequest request, Client client) {
        return new Reply(request, WireFormat.ANTHROPIC_MESSAGES, client, OpaqueId.next("request"));
    }

    private void answer(Place place) {
        request.response().putHeader("cache-control", "no-store");
        if (!request.method().name().equals(place.method)) {
            request.response().putHeader("allow", place.method);
            reply.refuse(Fault.WRONG_METHOD, "this path takes " + place.method + ".");
            return;
        }
        switch (place) {
            case DISCOVERY -> discovery();
            case DEVICE -> form(_ -> invite());
            case TOKEN -> form(this::token);
            case REVOCATION -> form(this::signOut);
            case SETTINGS -> new SettingsExchange(site, request, offered.desk(), reply).answer();
            case USAGE -> usage();
        }
    }

    private void discovery() {
        if (offered.base() == null && request.authority() == null) {
            decline(400, "invalid_request", "The request does not say which host it asks.");
            return;
        }
        String base = offered.base() == null ? asCalled() : offered.base().toString();
        say(
                200,
                new JsonObject()
                        .put("issuer", base)
                        .put("device_authorization_endpoint", base + Place.DEVICE.path)
                        .put("token_endpoint", base + Place.TOKEN.path)
                        .put("revocation_endpoint", base + Place.REVOCATION.path)
                        .put(
                                "grant_types_supported",
                                new JsonArray().add(DEVICE_CODE).add(REFRESH_TOKEN))
                        .put("token_endpoint_auth_methods_supported", new JsonArray().add("none")));
    }

    /// The client believes in endpoints of the origin only that it called itself.
    private String asCalled() {
        String scheme = site.configuration().tls() == null ? "http" : "https";
        return scheme + "://" + request.authority();
    }

    private void invite() {
        ask(
                desk -> desk.invite(clientName(), address()),
                invited -> {
                    if (invited.isEmpty()) {
                        request.response().putHeader("retry-after", "60");
                        decline(
                                429,
                                "slow_down",
                                "Too many sign-ins wait already. Try again in a minute.");
                        return;
                    }
                    SignInDesk.Invitation invitation = invited.get();
                    say(
                            200,
                            new JsonObject()
                                    .put("device_code", invitation.deviceCode())
                                    .put("user_code", invitation.userCode())
                                    .put("verification_uri", invitation.page().toString())
                                    .put(
                                            "verification_uri_complete",
                                            invitation.page() + "?code=" + invitation.userCode())
                                    .put("expires_in", invitation.lasts().toSeconds())
                                    .put("interval", invitation.interval().toSeconds())
                                    .put("login_notice", invitation.notice()));
                });
    }

    /// Of what the client says of itself only what has the form of a version.
    private String clientName() {
        if (!CLAUDE_CODE.equals(client.tool())) {
            return "";
        }
        String version = site.names().version(client.version());
        return CLAUDE_CODE.value() + (version == null ? "" : "/" + version);
    }

    private String address() {
        SocketAddress from = request.remoteAddress();
        return from == null || from.hostAddress() == null ? "not known" : from.hostAddress();
    }

    private void token(Form form) {
        String grant = form.field("grant_type").orElse("");
        switch (grant) {
            case DEVICE_CODE -> exchange(form, "device_code", 400, SignInDesk::redeem);
            case REFRESH_TOKEN -> exchange(form, "refresh_token", 401, SignInDesk::renew);
            default ->
                    decline(
                            400,
                            grant.isEmpty() ? "invalid_request" : "unsupported_grant_type",
                            "grant_type is " + DEVICE_CODE + " or " + REFRESH_TOKEN + ".");
        }
    }

    @FunctionalInterface
    private interface Exchanging {
        SignInDesk.Answer tokens(SignInDesk desk, String shown);
    }

    /// @param worthless the status for what is no code or token any more: the client signs in anew
    ///   on a 401
    private void exchange(Form form, String field, int worthless, Exchanging exchanging) {
        Optional<String> shown = form.field(field);
        if (shown.isEmpty()) {
            decline(400, "invalid_request", field + " is missing.");
            return;
        }
        ask(
                desk -> exchanging.tokens(desk, shown.get()),
                answer -> {
                    switch (answer) {
                        case SignInDesk.Answer.Issued issued -> issue(issued);
                        case SignInDesk.Answer.Refused(SignInDesk.Reason reason) ->
                                refuse(reason, worthless);
                    }
                });
    }

    private void issue(SignInDesk.Answer.Issued issued) {
        say(
                200,
                new JsonObject()
                        .put("access_token", issued.access())
                        .put("token_type", "Bearer")
                        .put("expires_in", issued.lasts().toSeconds())
                        .put("refresh_token", issued.refresh())
                        .put("email", issued.email()));
    }

    private void refuse(SignInDesk.Reason reason, int worthless) {
        switch (reason) {
            case PENDING ->
                    decline(400, "authorization_pending", "Nobody has approved this sign-in yet.");
            case SLOW_DOWN ->
                    decline(400, "slow_down", "Ask less often: 5 seconds more between questions.");
            case DENIED -> decline(400, "access_denied", "This sign-in was denied.");
            case EXPIRED ->
                    decline(
                            400,
                            "expired_token",
                            "This sign-in was not approved in time. Begin again.");
            case WORTHLESS ->
                    decline(
                            worthless,
                            "invalid_grant",
                            "This code or token does not work, or not any more. Sign in again.");
        }
    }

    private void signOut(Form form) {
        Optional<String> token = form.field("token");
        if (token.isEmpty()) {
            decline(400, "invalid_request", "token is missing.");
            return;
        }
        ask(
                desk -> {
                    desk.signOut(token.get());
                    return true;
                },
                _ -> say(200, new JsonObject()));
    }

    private void usage() {
        Instant now = site.clock().instant();
        Optional<Register.Credential> caller =
                Callers.identify(request.headers(), site.inForce().register(), now);
        if (caller.isEmpty()) {
            reply.refuse(Fault.UNKNOWN_CALLER, SettingsExchange.UNKNOWN);
            return;
        }
        Allowances allowances = site.allowances();
        UsageBody.of(allowances.budgets(caller.get(), CLAUDE_CODE, now), allowances.currency())
                .ifPresentOrElse(
                        body -> say(200, body),
                        () ->
                                reply.refuse(
                                        Fault.NOT_FOUND,
                                        "no limit of spending in a month is set for you."));
    }

    /// Reads the form; a body of a length that is not told, or of more than any form has, is not
    /// read.
    private void form(Consumer<Form> then) {
        String length = request.getHeader("content-length");
        if (length == null || !DIGITS.matcher(length).matches()) {
            decline(411, "invalid_request", "Send the body with its Content-Length.");
        } else if (length.length() > 6 || Integer.parseInt(length) > MAX_BODY) {
            decline(413, "invalid_request", "The body is larger than 64 KiB.");
        } else {
            Receiving.body(request, site, true)
                    .map(Form::read)
                    .onSuccess(then::accept)
                    .onFailure(_ -> decline(400, "invalid_request", "The body can not be read."));
        }
    }

    private <T> void ask(Function<SignInDesk, T> question, Consumer<T> then) {
        Future<T> answer = site.signIn().ask(site.context(), offered.desk(), question);
        answer.onSuccess(then::accept)
                .onFailure(failure -> {
                    LOG.warn("A sign-in of a tool could not go on: {}", failure.toString());
                    request.response().putHeader("retry-after", "5");
                    decline(
                            503,
                            "temporarily_unavailable",
                            "Chaperone can not sign anybody in at the moment. Try again.");
                });
    }

    private void decline(int status, String error, String description) {
        say(status, new JsonObject().put("error", error).put("error_description", description));
    }

    private void say(int status, JsonObject body) {
        reply.answer(status, body.encode().getBytes(StandardCharsets.UTF_8));
    }
}
