// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.captures.Captures;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.policy.InForce;
import dev.chaperone.protocols.Client;
import dev.chaperone.protocols.Fault;
import dev.chaperone.protocols.WireFormat;
import dev.chaperone.vocabulary.OpaqueId;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Takes requests in on one event loop and tells by path what they are.
final class FrontDoor extends VerticleBase {
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int STREAMS = 100;
    private static final int BACKLOG = 1024;
    // As much as one read brings: a body in fewer pieces costs less.
    private static final int MAX_CHUNK_BYTES = 64 * 1024;
    private static final int LAST_ANSWERS_SECONDS = 10;

    private final GatewayConfiguration configuration;
    private final InForce inForce;
    private final Ledger ledger;
    private final Captures captures;
    private final Strangers strangers;
    private final Senders senders;
    private final Inspector.Memory memory;
    private final Names names;
    private final Placeholders placeholders;
    private final Allowances allowances;
    private final @Nullable SignedCalls signedCalls;
    private final SignInPoint signIn;
    private final ServersSeen serversSeen;
    private final Clock clock;
    private final AtomicInteger port;
    private final @Nullable Proxying proxying;
    private @Nullable Site site;
    private @Nullable ForwardProxy proxy;
    private @Nullable HttpServer server;

    FrontDoor(
            GatewayConfiguration configuration,
            InForce inForce,
            Ledger ledger,
            Captures captures,
            Strangers strangers,
            Senders senders,
            Inspector.Memory memory,
            Names names,
            Placeholders placeholders,
            Allowances allowances,
            @Nullable SignedCalls signedCalls,
            SignInPoint signIn,
            ServersSeen serversSeen,
            Clock clock,
            AtomicInteger port,
            @Nullable Proxying proxying) {
        this.configuration = configuration;
        this.inForce = inForce;
        this.ledger = ledger;
        this.captures = captures;
        this.strangers = strangers;
        this.senders = senders;
        this.memory = memory;
        this.names = names;
        this.placeholders = placeholders;
        this.allowances = allowances;
        this.signedCalls = signedCalls;
        this.signIn = signIn;
        this.serversSeen = serversSeen;
        this.clock = clock;
        this.port = port;
        this.proxying = proxying;
    }

    @Override
    public Future<?> start() {
        Inspecting inspecting =
                new Inspecting(inForce.scanner(), memory, configuration.limits().scan(), context);
        Upstreams upstreams = new Upstreams(vertx, configuration.limits(), addresses());
        Site here =
                new Site(
                        configuration,
                        inForce,
                        ledger,
                        strangers,
                        senders,
                        clock,
                        names,
                        placeholders,
                        inspecting,
                        new Keeping(captures, inspecting, context),
                        upstreams,
                        new Accounts(upstreams),
                        allowances,
                        signedCalls,
                        context,
                        new EndOfTurn(context),
                        signIn,
                        serversSeen);
        site = here;
        HttpServer opened = vertx.createHttpServer(options());
        server = opened;
        // -1: any free port, the same for all event loops.
        int wanted = configuration.port() == 0 ? -1 : configuration.port();
        return opened.requestHandler(request -> enter(here, request))
                .listen(wanted, configuration.host())
                .onSuccess(listening -> port.set(listening.actualPort()))
                .compose(_ -> openProxy(here));
    }

    private Map<String, InetSocketAddress> addresses() {
        return proxying == null ? Map.of() : proxying.configuration().addresses();
    }

    private Future<?> openProxy(Site here) {
        if (proxying == null) {
            return Future.succeededFuture();
        }
        ForwardProxy opened =
                new ForwardProxy(vertx, here, proxying, idleSeconds(configuration.limits()));
        proxy = opened;
        return opened.open();
    }

    @Override
    public Future<?> stop() {
        Future<Void> served =
                server == null
                        ? Future.succeededFuture()
                        : server.shutdown(LAST_ANSWERS_SECONDS, TimeUnit.SECONDS);
        Future<Void> closed =
                proxy == null ? served : Future.join(served, proxy.close()).mapEmpty();
        return closed.eventually(() -> site == null ? Future.succeededFuture() : close(site));
    }

    private static Future<Void> close(Site site) {
        return site.keeping().settled().eventually(() -> site.upstreams().close());
    }

    private HttpServerOptions options() {
        HttpServerOptions options =
                new HttpServerOptions()
                        .setAcceptBacklog(BACKLOG)
                        .setMaxHeaderSize(MAX_HEADER_BYTES)
                        .setInitialSettings(
                                new Http2Settings()
                                        .setMaxConcurrentStreams(STREAMS)
                                        .setMaxHeaderListSize(MAX_HEADER_BYTES))
                        .setIdleTimeout(idleSeconds(configuration.limits()))
                        .setMaxChunkSize(MAX_CHUNK_BYTES)
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setPerMessageWebSocketCompressionSupported(false)
                        .setHandle100ContinueAutomatically(true);
        GatewayConfiguration.Tls tls = configuration.tls();
        if (tls != null) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(
                            new PemKeyCertOptions()
                                    .setCertPath(tls.certificate().toString())
                                    .setKeyPath(tls.key().toString()));
        }
        return options;
    }

    /// A connection on which nothing moves ends, but not one that waits for a model.
    private static int idleSeconds(GatewayConfiguration.Limits limits) {
        Duration longest =
                limits.firstByte().compareTo(limits.idle()) > 0
                        ? limits.firstByte()
                        : limits.idle();
        return (int) longest.plusMinutes(1).toSeconds();
    }

    private static void enter(Site site, HttpServerRequest request) {
        request.pause();
        String path = path(request);
        Optional<Operation> operation = Operation.at(path);
        if (isWebSocket(request)) {
            refuseWebSocket(request);
        } else if (operation.isPresent()
                && operation.get().methods().contains(request.method().name())) {
            new Exchange(site, request, operation.get()).walk();
        } else if (ModelList.isAt(path) && request.method().equals(HttpMethod.GET)) {
            new ModelList(site, request).answer();
        } else if (Telemetry.isAt(path)) {
            Telemetry.enter(site, request, path);
        } else if (Hooks.isAt(path)) {
            Hooks.enter(site, request, path);
        } else if (InferenceHook.isAt(path)) {
            InferenceHook.enter(site, request);
        } else if (SignInExchange.isAt(path)) {
            SignInExchange.enter(site, request, path);
        } else if (isGreeting(request)) {
            var _ = request.response().putHeader("content-type", "text/plain").end("Chaperone\n");
            request.resume();
        } else {
            refuseNothingHere(request, allowed(path, operation));
        }
    }

    private static boolean isWebSocket(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("upgrade"));
    }

    /// Codex asks for a WebSocket first; a 426 makes it go on by POST at once, where it tries for
    /// seconds after any other status.
    private static void refuseWebSocket(HttpServerRequest request) {
        var _ =
                request.response()
                        .setStatusCode(426)
                        .putHeader("content-type", "text/plain")
                        .end("Chaperone takes no WebSockets; send prompts as POST.\n");
        request.resume();
    }

    /// The methods for a path, if there is something at it.
    private static Optional<String> allowed(String path, Optional<Operation> operation) {
        if (operation.isPresent()) {
            return Optional.of(String.join(", ", new TreeSet<>(operation.get().methods())));
        }
        return ModelList.isAt(path) ? Optional.of("GET") : Optional.empty();
    }

    private static String path(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }

    /// Clients warm up their connection with a request like these.
    private static boolean isGreeting(HttpServerRequest request) {
        boolean asks =
                request.method().equals(HttpMethod.HEAD) || request.method().equals(HttpMethod.GET);
        return asks && (path(request).equals("/") || path(request).equals("/api/hello"));
    }

    private static void refuseNothingHere(HttpServerRequest request, Optional<String> allowed) {
        WireFormat format = format(request);
        Client client = Client.recognise(format, request::getHeader);
        Reply reply = new Reply(request, format, client, OpaqueId.next("request"));
        if (allowed.isPresent()) {
            request.response().putHeader("allow", allowed.get());
            reply.refuse(
                    Fault.WRONG_METHOD,
                    "this path takes " + allowed.get() + ", not " + request.method().name() + ".");
            return;
        }
        reply.refuse(
                Fault.NOT_FOUND,
                "there is nothing at this path. Prompts are taken as POST at /v1/messages,"
                        + " /v1/chat/completions, /v1/responses, /v1/embeddings and"
                        + " /v1beta/models/{model}:generateContent; GET /v1/models lists the models."
                        + " All paths stand in docs/connect-a-tool.md.");
    }

    /// The format that whoever asks for something else is likely to read.
    private static WireFormat format(HttpServerRequest request) {
        Optional<Operation> operation = Operation.at(path(request));
        if (operation.isPresent()) {
            return operation.get().format();
        }
        if (path(request).startsWith("/v1beta/") || request.headers().contains("x-goog-api-key")) {
            return WireFormat.GEMINI;
        }
        boolean anthropic =
                request.headers().contains("anthropic-version")
                        || request.headers().contains("x-api-key")
                        || path(request).startsWith("/v1/messages");
        return anthropic ? WireFormat.ANTHROPIC_MESSAGES : WireFormat.OPENAI_CHAT;
    }
}
