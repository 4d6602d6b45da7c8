// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.catalog.Host;
import dev.chaperone.ledger.Event;
import dev.chaperone.policy.Register;
import dev.chaperone.protocols.Fault;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// One CONNECT request's way: **identify → understand → judge → open**. A tunnel to a host of the
/// catalogue ends inside, one that nobody looks into is recorded first, and no tunnel leads into
/// the own network.
final class Connecting {
    private static final Logger LOG = LoggerFactory.getLogger(Connecting.class);
    private static final String LOOPBACK = "127.0.0.1";

    private final Site site;
    private final Proxying proxying;
    private final ProxyConfiguration configuration;
    private final HttpServerRequest request;
    private final ForwardProxy proxy;
    private Register.@Nullable Credential caller;
    private @Nullable Destination destination;
    private boolean holdsPlace;
    private @Nullable Consumer<Event.Result> atTheEnd;

    Connecting(Site site, Proxying proxying, HttpServerRequest request, ForwardProxy proxy) {
        this.site = site;
        this.proxying = proxying;
        this.configuration = proxying.configuration();
        this.request = request;
        this.proxy = proxy;
    }

    /// The whole walk. Every step either hands on to the next or throws a [Refusal].
    void walk() {
        identify()
                .compose(token -> understand().compose(target -> open(token, target)))
                .onFailure(this::refuse);
    }

    private Future<String> identify() {
        String token = ProxyToken.of(request.headers());
        caller =
                token == null
                        ? null
                        : site.inForce()
                                .register()
                                .identify(token, site.clock().instant())
                                .orElse(null);
        if (token == null || caller == null) {
            return refused(
                    Fault.UNKNOWN_CALLER,
                    "unknown-caller",
                    "this proxy asks for a Chaperone token. Put yours into the address of the proxy:"
                            + " http://x:"
                            + Callers.PREFIX
                            + "…@host:port.");
        }
        return Future.succeededFuture(token);
    }

    private Future<Target> understand() {
        Target target = Target.of(request.uri()).orElse(null);
        if (target == null) {
            return refused(
                    Fault.MALFORMED, "malformed-connect", "CONNECT takes a host and a port.");
        }
        destination =
                configuration
                        .hosts()
                        .of(target.host())
                        .map(host ->
                                new Destination(target.host(), target.port(), host, configuration))
                        .orElse(null);
        if (!configuration.ports().contains(target.port())) {
            return refused(
                    Fault.POLICY,
                    "port-not-allowed",
                    "connections to port "
                            + target.port()
                            + " of other machines are not allowed. An administrator adds it to"
                            + " 'proxy.ports' in config.yaml.");
        }
        return attempt().judge().map(target);
    }

    private Future<Void> open(String token, Target target) {
        Register.Credential who = caller;
        if (who == null || !proxy.crowd().enters(who.id())) {
            return refused(
                    Fault.NOT_RECORDED,
                    "too-many-tunnels",
                    "too many connections are open. Close some, or try again in a moment.");
        }
        holdsPlace = true;
        Destination known = destination;
        if (known == null) {
            return configuration.others()
                    ? outside(target).compose(this::tunnel)
                    : refused(
                            Fault.POLICY,
                            "others-refused",
                            "this proxy lets through only the hosts of known AI tools. Leave other"
                                    + " hosts out of the proxy (NO_PROXY), or ask your administrator"
                                    + " for 'proxy.others: tunnel' in config.yaml.");
        }
        if (known.isOpened()) {
            return certificate(known).compose(_ -> end(new Tunnel(known, token)));
        }
        if (known.host().way() != Host.Way.SEALED) {
            return outside(target).compose(this::tunnel);
        }
        return outside(target).compose(address -> record().compose(_ -> tunnel(address)));
    }

    private Future<Void> record() {
        return attempt()
                .notInspected()
                .map(intent -> {
                    long began = System.nanoTime();
                    atTheEnd = result -> Attempt.ended(site, intent, began, result);
                    return null;
                });
    }

    private Future<Void> certificate(Destination known) {
        HostCertificates certificates = proxying.certificates();
        if (certificates.has(known.name())) {
            return Future.succeededFuture();
        }
        return proxy.slow()
                .executeBlocking(() -> certificates.prepare(known.name()), false)
                .compose(there ->
                        Boolean.TRUE.equals(there)
                                ? Future.succeededFuture()
                                : refused(
                                        Fault.NOT_RECORDED,
                                        "too-many-names",
                                        "too many new hosts were asked for. Try again in a"
                                                + " moment."));
    }

    /// Leads the connection to our own end of it, where it is decrypted.
    private Future<Void> end(Tunnel tunnel) {
        return proxy.client()
                .connect(proxy.innerPort(), LOOPBACK)
                .compose(inside -> {
                    int port = inside.localAddress().port();
                    proxy.tunnels().put(port, tunnel);
                    inside.closeHandler(_ -> proxy.tunnels().remove(port));
                    return join(inside);
                });
    }

    /// Where a name leads, looked up once, so that it leads nowhere else when it is connected to.
    private Future<SocketAddress> outside(Target target) {
        InetSocketAddress configured = configuration.addresses().get(target.host());
        if (configured != null) {
            return Future.succeededFuture(SocketAddress.inetSocketAddress(configured));
        }
        boolean inside = configuration.inside().contains(target.host());
        return proxy.slow()
                .executeBlocking(() -> Outside.resolve(target.host(), inside), false)
                .recover(_ ->
                        refused(
                                Fault.UPSTREAM_UNREACHABLE,
                                "no-such-host",
                                "there is no host of this name."))
                .compose(found -> first(Objects.requireNonNull(found), target.port()));
    }

    private static Future<SocketAddress> first(List<InetAddress> found, int port) {
        return found.isEmpty()
                ? refused(
                        Fault.POLICY,
                        "inside-address",
                        "this host is in this machine or in a private network, where this proxy"
                                + " leads nobody. Leave it out of the proxy (NO_PROXY), or ask your"
                                + " administrator to name it under 'proxy.inside' in config.yaml.")
                : Future.succeededFuture(
                        SocketAddress.inetSocketAddress(
                                new InetSocketAddress(found.getFirst(), port)));
    }

    private Future<Void> tunnel(SocketAddress address) {
        return proxy.client()
                .connect(address)
                .recover(_ ->
                        refused(
                                Fault.UPSTREAM_UNREACHABLE,
                                "host-unreachable",
                                "the host can not be reached."))
                .compose(this::join);
    }

    private Future<Void> join(NetSocket there) {
        there.pause();
        if (request.response().closed()) {
            return there.close().compose(_ -> Future.failedFuture("The client left"));
        }
        return request.toNetSocket()
                .onFailure(_ -> there.close())
                .map(here -> {
                    pass(here, there);
                    pass(there, here);
                    return null;
                });
    }

    private void pass(NetSocket from, NetSocket to) {
        from.pipeTo(to)
                .onComplete(_ -> {
                    var _ = from.close();
                    var _ = to.close();
                    leave(Event.Result.ANSWERED);
                });
    }

    /// Of both directions the first that ends tells; also when no tunnel came to be.
    private void leave(Event.Result result) {
        if (holdsPlace && caller != null) {
            holdsPlace = false;
            proxy.crowd().leaves(caller.id());
            if (atTheEnd != null) {
                atTheEnd.accept(result);
            }
        }
    }

    private Attempt attempt() {
        return new Attempt(site, request, caller, destination);
    }

    private static <T> Future<T> refused(Fault fault, String rule, String text) {
        return Future.failedFuture(new Refusal(fault, rule, text));
    }

    private void refuse(Throwable failure) {
        leave(Event.Result.FAILED);
        if (request.response().closed()) {
            return;
        }
        if (!(failure instanceof Refusal refusal)) {
            LOG.error("A tunnel was not opened by a fault of ours", failure);
            answer(500, "internal", "Chaperone failed; the connection was not opened.");
            return;
        }
        boolean justAsked =
                refusal.fault() == Fault.UNKNOWN_CALLER
                        && !request.headers().contains("proxy-authorization");
        // Clients ask without a token first; that is no attempt of a stranger.
        Future<Void> recorded = justAsked ? Future.succeededFuture() : attempt().refused(refusal);
        recorded.onComplete(_ -> answer(status(refusal.fault()), refusal.rule(), refusal.text()));
    }

    private static int status(Fault fault) {
        return switch (fault) {
            case UNKNOWN_CALLER -> 407;
            case MALFORMED -> 400;
            case UPSTREAM_UNREACHABLE -> 502;
            case NOT_RECORDED -> 503;
            case INTERNAL -> 500;
            default -> 403;
        };
    }

    /// Most clients show only the first line of such an answer.
    private void answer(int status, String rule, String text) {
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            return;
        }
        if (status == 407) {
            response.putHeader(
                    "proxy-authenticate", "Basic realm=\"Chaperone\", charset=\"UTF-8\"");
        }
        var _ =
                response.setStatusCode(status)
                        .setStatusMessage("Refused by Chaperone: " + rule)
                        .putHeader("content-type", "text/plain; charset=utf-8")
                        .end("Chaperone: " + text + "\n");
    }
}
