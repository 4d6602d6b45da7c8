// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.detection.Scanner;
import dev.chaperone.gateway.Gateway;
import dev.chaperone.gateway.GatewayConfiguration;
import dev.chaperone.gateway.Upstream;
import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.Ledgers;
import dev.chaperone.policy.InForce;
import dev.chaperone.policy.PolicyException;
import dev.chaperone.policy.PolicyFile;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.VendorId;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// A running Chaperone: opened in the order of dependence, closed in the reverse.
final class Instance implements AutoCloseable {
    private static final String POLICY = "policy.yaml";

    private final Options options;
    private final DataDirectory data;
    private final Clock clock = Clock.systemUTC();
    private final Vertx vertx = Gateway.eventLoops();
    private final ConfigurationFile.Settings settings;
    private @Nullable Ledger ledger;
    private @Nullable DemoModel model;
    private @Nullable DemoCompany company;
    private @Nullable Gateway gateway;

    private Instance(Options options, ConfigurationFile.Settings settings, DataDirectory data) {
        this.options = options;
        this.settings = settings;
        this.data = data;
    }

    /// Starts everything, or nothing.
    static Instance start(Options options) throws StartFailure {
        ConfigurationFile.Settings settings =
                ConfigurationFile.read(options.configFile(), System::getenv);
        boolean loopback =
                options.bind().startsWith("127.")
                        || options.bind().equals("localhost")
                        || options.bind().equals("::1");
        if (!loopback && settings.tls() == null && !options.behindTlsProxy()) {
            throw new StartFailure(
                    StartFailure.BAD_INPUT,
                    "--bind "
                            + options.bind()
                            + " is reachable from other machines, so it needs"
                            + " 'tls' in config.yaml, or --behind-tls-proxy.");
        }
        Instance instance = new Instance(options, settings, DataDirectory.hold(options.data()));
        boolean started = false;
        try {
            instance.open();
            started = true;
            return instance;
        } catch (IOException | ExecutionException | CompletionException e) {
            throw new StartFailure(StartFailure.CANNOT_OPEN, sentence(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure(StartFailure.CANNOT_OPEN, "the start was interrupted");
        } finally {
            if (!started) {
                instance.close();
            }
        }
    }

    private static String sentence(Exception e) {
        Throwable root = e.getCause() == null ? e : e.getCause();
        String message = String.valueOf(root.getMessage());
        return message.contains("Address already in use")
                ? "a port is taken by another program ("
                        + message
                        + "). Stop it or choose another"
                        + " with --gateway-port."
                : message;
    }

    private void open() throws IOException, InterruptedException, ExecutionException, StartFailure {
        Ledger opened = Ledgers.open(data.file("ledger"));
        ledger = opened;
        InForce inForce = new InForce(policy(opened));
        List<Upstream> upstreams = new ArrayList<>(settings.upstreams());
        if (options.demo()) {
            DemoCompany demo = DemoCompany.in(data, opened, clock);
            company = demo;
            inForce.publish(demo.register());
            DemoModel started = await(DemoModel.start(vertx, 0));
            model = started;
            for (Upstream.Kind kind : Upstream.Kind.values()) {
                upstreams.add(demoUpstream(kind, started.port()));
            }
        }
        GatewayConfiguration configuration =
                new GatewayConfiguration(
                        options.bind(),
                        options.gatewayPort(),
                        settings.tls(),
                        upstreams,
                        GatewayConfiguration.Limits.DEFAULT);
        gateway = await(Gateway.start(vertx, configuration, inForce, opened));
        data.writePrivate("server.json", serverJson());
    }

    private static Upstream demoUpstream(Upstream.Kind kind, int port) {
        return new Upstream(
                "demo-" + kind.written(),
                kind,
                URI.create("http://127.0.0.1:" + port),
                null,
                false,
                new PlanId("api"),
                new VendorId("chaperone-demo"));
    }

    /// The published policy; the first start publishes the one that comes with the product and
    /// records that.
    private PolicySnapshot policy(Ledger opened)
            throws IOException, InterruptedException, ExecutionException, StartFailure {
        boolean first = !Files.exists(data.file(POLICY));
        String text = first ? startingPolicy() : Files.readString(data.file(POLICY));
        try {
            PolicySnapshot snapshot =
                    PolicyFile.read(text, Catalog.builtIn(), Scanner.builtIn().detectors());
            if (first) {
                Event published =
                        new Event.Administered(
                                "system",
                                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                                "policy.published",
                                snapshot.hash().toString(),
                                new TreeMap<>());
                opened.append(Leaves.write(published)).get();
                data.writePrivate(POLICY, text);
            }
            return snapshot;
        } catch (PolicyException e) {
            throw new StartFailure(
                    StartFailure.BAD_INPUT, data.file(POLICY) + ": " + e.getMessage());
        }
    }

    private String startingPolicy() throws IOException {
        try (InputStream template = Instance.class.getResourceAsStream("starting-policy.yaml")) {
            if (template == null) {
                throw new IOException("starting-policy.yaml is missing from this build");
            }
            String organization = options.demo() ? DemoCompany.NAME : "My company";
            String owner = options.demo() ? DemoCompany.OWNER : "your administrator";
            return new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${organization}", organization)
                    .replace("${owner}", owner);
        }
    }

    String gatewayUrl() {
        String scheme = settings.tls() == null ? "http" : "https";
        return scheme + "://" + options.bind() + ":" + (gateway == null ? 0 : gateway.port());
    }

    @Nullable String demoModelUrl() {
        return model == null ? null : "http://127.0.0.1:" + model.port();
    }

    @Nullable String demoToken() {
        return company == null ? null : company.firstSecret();
    }

    boolean hasUpstreams() {
        return options.demo() || !settings.upstreams().isEmpty();
    }

    Options options() {
        return options;
    }

    private String serverJson() {
        String demo = demoModelUrl();
        return """
        {"workspace":null,"gateway":"%s","proxy":null,"demoModel":%s,"pid":%d}
        """
                .formatted(
                        gatewayUrl(),
                        demo == null ? "null" : '"' + demo + '"',
                        ProcessHandle.current().pid());
    }

    private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException {
        return future.toCompletionStage().toCompletableFuture().get();
    }

    @Override
    public void close() {
        try {
            if (gateway != null) {
                await(gateway.close());
            }
            if (model != null) {
                await(model.close());
            }
            await(vertx.close());
            if (ledger != null) {
                ledger.close();
            }
            data.close();
        } catch (IOException | ExecutionException e) {
            System.err.println("chaperone: the stop was not clean: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
