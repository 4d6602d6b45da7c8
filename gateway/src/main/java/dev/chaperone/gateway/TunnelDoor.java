// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.protocols.Fault;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import javax.net.ssl.ExtendedSSLSession;

/// Takes requests in that come out of tunnels, and tells what they are: prompts walk through an
/// [Exchange] as at the gateway, what carries none is passed on.
final class TunnelDoor {
    private static final Set<HttpMethod> WITHOUT_BODY =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String TOKEN = "x-chaperone-token";
    private static final String REPOSITORY = "x-chaperone-repository";

    private static final String GOOGLE_KEY = "x-goog-api-key";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]+");

    /// What Copilot names where nobody works in a repository.
    private static final String NO_REPOSITORY = "__no_repository__";

    private final Site site;
    private final Map<Integer, Tunnel> tunnels;
    private final Patience patience;

    TunnelDoor(Site site, Map<Integer, Tunnel> tunnels, Patience patience) {
        this.site = site;
        this.tunnels = tunnels;
        this.patience = patience;
    }

    /// A connection came; one that no tunnel opened is not spoken with.
    void opened(HttpConnection connection) {
        if (tunnels.get(connection.remoteAddress().port()) == null) {
            var _ = connection.close();
            return;
        }
        patience.opened(connection);
        connection.closeHandler(_ -> patience.forget(connection));
    }

    void enter(HttpServerRequest request) {
        Tunnel tunnel = tunnels.get(request.remoteAddress().port());
        if (tunnel == null) {
            var _ = request.connection().close();
            return;
        }
        patience.came(request);
        request.pause();
        stamp(request, tunnel);
        if (!isFor(tunnel.destination(), request)) {
            refuseOtherHost(request, tunnel.destination());
        } else if ("websocket".equalsIgnoreCase(request.getHeader("upgrade"))) {
            answer(request, 426, "WebSockets can not be checked; send prompts as POST.");
        } else if (request.method().equals(HttpMethod.CONNECT)
                || request.method().equals(HttpMethod.TRACE)) {
            answer(request, 405, "this method is not passed on.");
        } else {
            pass(request, tunnel.destination());
        }
    }

    private void pass(HttpServerRequest request, Destination destination) {
        String path = request.path() == null ? "/" : request.path();
        Optional<Operation> operation =
                destination.operation(
                        request.method().name(), path, !WITHOUT_BODY.contains(request.method()));
        if (operation.isPresent()) {
            new Exchange(site, request, operation.get(), new Through(destination)).walk();
        } else {
            new PassingOn(site, request, destination).pass();
        }
    }

    /// Puts into the request who sent it and where from, in the place of what its sender may have
    /// put there: a request in a tunnel is that of whoever opened it.
    private static void stamp(HttpServerRequest request, Tunnel tunnel) {
        request.headers().set(TOKEN, tunnel.token());
        String repository = request.getHeader("x-github-repository-nwo");
        if (repository != null && !repository.equals(NO_REPOSITORY)) {
            request.headers().set(REPOSITORY, repository);
        }
        moveKey(request, tunnel.destination());
        tunnel.destination().restrict(request.headers());
    }

    /// Google's APIs take a key in the query too, which never goes on; in a header it does.
    private static void moveKey(HttpServerRequest request, Destination destination) {
        String key =
                destination.kind() == Upstream.Kind.GEMINI && request.query() != null
                        ? request.getParam("key")
                        : null;
        if (key != null && KEY.matcher(key).matches() && !request.headers().contains(GOOGLE_KEY)) {
            request.headers().set(GOOGLE_KEY, key);
        }
    }

    /// Whether a request is for the host that the tunnel was opened to, in each place that names
    /// one.
    private static boolean isFor(Destination destination, HttpServerRequest request) {
        HostAndPort authority = request.authority();
        List<String> hosts = request.headers().getAll("host");
        return authority != null
                && request.uri().startsWith("/")
                && hosts.size() <= 1
                && hosts.stream()
                        .allMatch(host -> names(HostAndPort.parseAuthority(host, -1), destination))
                && names(authority, destination)
                && request.connection().sslSession() instanceof ExtendedSSLSession session
                && destination.name().equals(HostCertificates.host(session));
    }

    private static boolean names(@Nullable HostAndPort authority, Destination destination) {
        return authority != null
                && authority.host().toLowerCase(Locale.ROOT).equals(destination.name())
                && (authority.port() == -1 || authority.port() == destination.port());
    }

    private void refuseOtherHost(HttpServerRequest request, Destination destination) {
        String text =
                "this connection was opened to another host than the request names, so it was not"
                        + " passed on.";
        new Attempt(
                        site,
                        request,
                        Callers.identify(
                                        request.headers(),
                                        site.inForce().register(),
                                        site.clock().instant())
                                .orElse(null),
                        destination)
                .refused(new Refusal(Fault.POLICY, "other-host", text))
                .onComplete(_ -> answer(request, 421, text));
    }

    private static void answer(HttpServerRequest request, int status, String text) {
        var _ =
                request.response()
                        .setStatusCode(status)
                        .putHeader("content-type", "text/plain")
                        .end("Chaperone: " + text + "\n")
                        .onComplete(_ -> request.connection().close());
        request.resume();
    }
}
