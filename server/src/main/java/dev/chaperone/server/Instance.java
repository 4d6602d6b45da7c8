// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.gateway.Gateway;
import dev.chaperone.gateway.GatewayConfiguration;
import dev.chaperone.gateway.Upstream;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.Ledgers;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.VendorId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.policies.Beginning;
import dev.chaperone.workspace.tokens.Secrets;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// A running Chaperone: opened in the order of dependence, closed in the reverse. Read [#open()].
final class Instance implements AutoCloseable {
    private static final String POLICY = "policy.yaml";
    private static final String ADMIN_TOKEN = "admin-token";

    private final Options options;
    private final DataDirectory data;
    private final Clock clock = Clock.systemUTC();
    private final Vertx vertx = Gateway.eventLoops();
    private final ConfigurationFile.Settings settings;
    private @Nullable Ledger ledger;
    private @Nullable Postgres postgres;
    private @Nullable Workspace workspace;
    private @Nullable DemoModel model;
    private @Nullable DemoCompany company;
    private @Nullable Gateway gateway;
    private @Nullable WebServer web;

    private Instance(Options options, ConfigurationFile.Settings settings, DataDirectory data) {
        this.options = options;
        this.settings = settings;
        this.data = data;
    }

    /// Starts everything, or nothing.
    static Instance start(Options options) throws StartFailure {
        ConfigurationFile.Settings settings =
                ConfigurationFile.read(options.configFile(), System::getenv);
        if (!options.onLoopback() && settings.tls() == null && !options.behindTlsProxy()) {
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
        } catch (RejectedException e) {
            throw new StartFailure(StartFailure.BAD_INPUT, POLICY + ": " + e.getMessage());
        } catch (IOException
                | UncheckedIOException
                | ExecutionException
                | CompletionException
                | org.flywaydb.core.api.FlywayException
                | com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
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
        boolean wrapped = e instanceof ExecutionException || e instanceof CompletionException;
        Throwable root = wrapped && e.getCause() != null ? e.getCause() : e;
        String message = String.valueOf(root.getMessage());
        return message.contains("Address already in use")
                ? "a port is taken by another program ("
                        + message
                        + "). Stop it or choose another"
                        + " with --gateway-port."
                : message;
    }

    private void open() throws IOException, InterruptedException, ExecutionException {
        Ledger recording = Ledgers.open(data.file("ledger"));
        ledger = recording;
        Workspace people = Workspace.open(database(), recording, beginning(), clock);
        workspace = people;
        if (options.demo()) {
            company = DemoCompany.in(data, people);
            model = await(DemoModel.start(vertx, 0));
        }
        List<Upstream> upstreams = upstreams();
        gateway =
                await(
                        Gateway.start(
                                vertx,
                                new GatewayConfiguration(
                                        options.bind(),
                                        options.gatewayPort(),
                                        settings.tls(),
                                        upstreams,
                                        GatewayConfiguration.Limits.DEFAULT),
                                people.inForce(),
                                recording));
        String adminToken = data.secret(ADMIN_TOKEN, Secrets::next);
        web =
                WebServer.start(
                        new WebServer.Address(options.bind(), options.port(), settings.tls()),
                        people,
                        place(upstreams),
                        Digest.of(adminToken));
        data.writePrivate("server.json", serverJson());
    }

    /// The database of `config.yaml`, or a private one.
    private DatabaseAddress database() throws IOException, InterruptedException {
        if (settings.database() != null) {
            return settings.database();
        }
        String password = data.secret("keys/postgres-password", Secrets::next);
        Postgres started = Postgres.start(data.file("postgres"), password);
        postgres = started;
        return started.address();
    }

    private Beginning beginning() throws IOException {
        String file = Files.exists(data.file(POLICY)) ? Files.readString(data.file(POLICY)) : null;
        return new Beginning(file, startingPolicy(), this::writePolicy);
    }

    private void writePolicy(String text) {
        try {
            data.writePrivate(POLICY, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    /// Those of `config.yaml` first: the first of a kind is used.
    private List<Upstream> upstreams() {
        List<Upstream> upstreams = new ArrayList<>(settings.upstreams());
        if (model != null) {
            for (Upstream.Kind kind : Upstream.Kind.values()) {
                upstreams.add(demoUpstream(kind, model.port()));
            }
        }
        return upstreams;
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

    private Place place(List<Upstream> upstreams) {
        return new Place(
                options.demo(),
                this::workspaceUrl,
                gatewayUrl(),
                upstreams.stream().map(Upstream::name).toList(),
                data.file(ADMIN_TOKEN).toAbsolutePath().normalize(),
                options.configFile().toAbsolutePath().normalize(),
                data.file(POLICY).toAbsolutePath().normalize());
    }

    String workspaceUrl() {
        return url(web == null ? options.port() : web.port());
    }

    String gatewayUrl() {
        return url(gateway == null ? options.gatewayPort() : gateway.port());
    }

    private String url(int port) {
        String scheme = settings.tls() == null ? "http" : "https";
        String host =
                options.bind().indexOf(':') >= 0 ? "[" + options.bind() + "]" : options.bind();
        return scheme + "://" + host + ":" + port;
    }

    @Nullable String demoModelUrl() {
        return model == null ? null : "http://127.0.0.1:" + model.port();
    }

    @Nullable DemoCompany company() {
        return company;
    }

    boolean hasUpstreams() {
        return !upstreams().isEmpty();
    }

    Options options() {
        return options;
    }

    /// What runs inside, for tests that look there.
    Workspace workspace() {
        return java.util.Objects.requireNonNull(workspace);
    }

    WebServer web() {
        return java.util.Objects.requireNonNull(web);
    }

    private String serverJson() {
        String demo = demoModelUrl();
        return """
        {"workspace":"%s","gateway":"%s","proxy":null,"demoModel":%s,"pid":%d}
        """
                .formatted(
                        workspaceUrl(),
                        gatewayUrl(),
                        demo == null ? "null" : '"' + demo + '"',
                        ProcessHandle.current().pid());
    }

    private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException {
        return future.toCompletionStage().toCompletableFuture().get();
    }

    /// Nothing new is let in, what runs is let end, then the stores close.
    @Override
    public void close() {
        try {
            if (gateway != null) {
                await(gateway.close());
            }
            if (web != null) {
                web.close();
            }
            if (model != null) {
                await(model.close());
            }
            await(vertx.close());
            if (workspace != null) {
                workspace.close();
            }
            if (postgres != null) {
                postgres.close();
            }
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
