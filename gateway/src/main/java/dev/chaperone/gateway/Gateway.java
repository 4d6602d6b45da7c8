// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.captures.Captures;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.policy.InForce;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The port that assistants are pointed at.
public final class Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int PARTS_REMEMBERED = 100_000;

    private final Vertx vertx;
    private final String deployment;
    private final int port;
    private final @Nullable Proxying proxying;
    private final Strangers strangers;
    private final Allowances allowances;
    private final Clock clock;
    private final long counting;

    private Gateway(
            Vertx vertx,
            String deployment,
            int port,
            @Nullable Proxying proxying,
            Strangers strangers,
            Allowances allowances,
            Clock clock,
            Duration counted) {
        this.vertx = vertx;
        this.deployment = deployment;
        this.port = port;
        this.proxying = proxying;
        this.strangers = strangers;
        this.allowances = allowances;
        this.clock = clock;
        this.counting = vertx.setPeriodic(counted.toMillis(), _ -> record(strangers));
    }

    /// The event loops that a gateway runs on, with the system's own notification of network events
    /// where it has a library for it.
    public static Vertx eventLoops() {
        return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setDisableTCCL(true));
    }

    /// Opens the port of a gateway at which no tool can sign in; see the other.
    public static Future<Gateway> start(
            Vertx vertx,
            GatewayConfiguration configuration,
            InForce inForce,
            Ledger ledger,
            Captures captures,
            byte[] placeholderKey) {
        SignIn nobody = new SignIn.Refused("nobody signs in at this gateway.");
        return start(vertx, configuration, inForce, ledger, captures, placeholderKey, nobody);
    }

    /// Opens the port, with one event loop for each processor.
    ///
    /// The future fails with what the network says, for example that the port is taken.
    ///
    /// @param captures where bodies go of which the policy wants more kept than the record
    /// @param placeholderKey secret, the same after every start: what is taken out of a prompt
    ///   keeps its name in a conversation
    /// @param signIn whether tools can sign in here
    public static Future<Gateway> start(
            Vertx vertx,
            GatewayConfiguration configuration,
            InForce inForce,
            Ledger ledger,
            Captures captures,
            byte[] placeholderKey,
            SignIn signIn) {
        return start(
                vertx,
                configuration,
                inForce,
                ledger,
                captures,
                placeholderKey,
                signIn,
                Clock.systemUTC());
    }

    static Future<Gateway> start(
            Vertx vertx,
            GatewayConfiguration configuration,
            InForce inForce,
            Ledger ledger,
            Captures captures,
            byte[] placeholderKey,
            SignIn signIn,
            Clock clock) {
        Inspector.Memory memory = new Inspector.Memory(PARTS_REMEMBERED);
        Names names = new Names(inForce::scanner);
        Placeholders placeholders = new Placeholders(placeholderKey);
        Allowances allowances = new Allowances(configuration.spending());
        GatewayConfiguration.InferenceHooks hooks = configuration.inferenceHooks();
        SignedCalls signedCalls = hooks == null ? null : new SignedCalls(hooks.secret(), clock);
        SignInPoint signInPoint = new SignInPoint(signIn);
        ServersSeen serversSeen = new ServersSeen();
        AtomicInteger port = new AtomicInteger();
        GatewayConfiguration.Strangers limits = configuration.limits().strangers();
        Strangers strangers = new Strangers(limits, ledger, clock);
        Senders senders = new Senders(ledger, clock);
        ProxyConfiguration proxy = configuration.proxy();
        Proxying proxying = proxy == null ? null : Proxying.of(proxy, clock);
        return vertx.deployVerticle(
                        () ->
                                new FrontDoor(
                                        configuration,
                                        inForce,
                                        ledger,
                                        captures,
                                        strangers,
                                        senders,
                                        memory,
                                        names,
                                        placeholders,
                                        allowances,
                                        signedCalls,
                                        signInPoint,
                                        serversSeen,
                                        clock,
                                        port,
                                        proxying),
                        new DeploymentOptions()
                                .setInstances(Runtime.getRuntime().availableProcessors()))
                .map(deployment ->
                        new Gateway(
                                vertx,
                                deployment,
                                port.get(),
                                proxying,
                                strangers,
                                allowances,
                                clock,
                                limits.counted()));
    }

    private static Future<Void> record(Strangers strangers) {
        return strangers
                .recordCount()
                .onFailure(lost ->
                        LOG.warn("Counted refusals are not recorded yet: {}", lost.getMessage()));
    }

    /// The port it listens on.
    public int port() {
        return port;
    }

    /// The port that the forward proxy listens on; 0 if there is none.
    public int proxyPort() {
        return proxying == null ? 0 : proxying.port().get();
    }

    /// How the allowances stand that somebody used of since their stretch of time began.
    public List<Standing> standings() {
        return allowances.standings(clock.instant());
    }

    /// Takes no new requests and ends; answers that stream get some seconds to come to their end.
    public Future<Void> close() {
        vertx.cancelTimer(counting);
        return vertx.undeploy(deployment).eventually(() -> record(strangers).otherwiseEmpty());
    }
}
