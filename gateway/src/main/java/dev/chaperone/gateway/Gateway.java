// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.detection.Scanner;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.policy.InForce;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/// The port that assistants are pointed at.
public final class Gateway {
    private final Vertx vertx;
    private final String deployment;
    private final int port;

    private Gateway(Vertx vertx, String deployment, int port) {
        this.vertx = vertx;
        this.deployment = deployment;
        this.port = port;
    }

    /// The event loops that a gateway runs on, with the system's own notification of network events
    /// where it has a library for it.
    public static Vertx eventLoops() {
        return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setDisableTCCL(true));
    }

    /// Opens the port, with one event loop for each processor.
    ///
    /// The future fails with what the network says, for example that the port is taken.
    public static Future<Gateway> start(
            Vertx vertx, GatewayConfiguration configuration, InForce inForce, Ledger ledger) {
        return start(vertx, configuration, inForce, ledger, Scanner.builtIn(), Clock.systemUTC());
    }

    static Future<Gateway> start(
            Vertx vertx,
            GatewayConfiguration configuration,
            InForce inForce,
            Ledger ledger,
            Scanner scanner,
            Clock clock) {
        Inspector.Memory memory = new Inspector.Memory();
        AtomicInteger port = new AtomicInteger();
        return vertx.deployVerticle(
                        () ->
                                new FrontDoor(
                                        configuration,
                                        inForce,
                                        ledger,
                                        scanner,
                                        memory,
                                        clock,
                                        port),
                        new DeploymentOptions()
                                .setInstances(Runtime.getRuntime().availableProcessors()))
                .map(deployment -> new Gateway(vertx, deployment, port.get()));
    }

    /// The port it listens on.
    public int port() {
        return port;
    }

    /// Takes no new requests and ends; answers that stream get some seconds to come to their end.
    public Future<Void> close() {
        return vertx.undeploy(deployment);
    }
}
