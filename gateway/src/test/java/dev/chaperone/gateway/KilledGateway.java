// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.captures.Cabinets;
import dev.chaperone.captures.Captures;
import dev.chaperone.captures.Places;
import dev.chaperone.ledger.LogKeys;
import dev.chaperone.ledger.TransparencyLog;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.VendorId;

import io.vertx.core.Vertx;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// A process with gateway, ledger and captures, as they stand in the product, that works until it
/// is killed. [KilledGatewayTest] starts it.
final class KilledGateway {
    private KilledGateway() {}

    /// @param arguments the data directory, the vendor's address
    static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        TransparencyLog log = openLog(data);
        Captures captures = Cabinets.open(Places.in(data), Clock.systemUTC());
        Vertx vertx = Gateway.eventLoops();
        Gateway gateway =
                TestSite.await(
                        Gateway.start(
                                vertx,
                                new GatewayConfiguration(
                                        "127.0.0.1",
                                        0,
                                        null,
                                        List.of(vendor(URI.create(arguments[1]))),
                                        TestSite.PATIENT),
                                TestSite.inForce("capture: {prompts: full, answers: full}\n"),
                                log.ledger(),
                                captures,
                                new byte[32]));
        System.out.println("port " + gateway.port());
    }

    static TransparencyLog openLog(Path data) throws IOException {
        Path ledger = data.resolve("ledger");
        LogKeys keys = LogKeys.open(data.resolve("keys"), ledger, "kills.example/log");
        return TransparencyLog.open(ledger, keys, Clock.systemUTC(), List.of());
    }

    private static Upstream vendor(URI base) {
        return new Upstream(
                "vendor",
                Upstream.Kind.ANTHROPIC,
                base,
                new Upstream.Credential("company-key"),
                false,
                new PlanId("api"),
                new VendorId("anthropic"));
    }
}
