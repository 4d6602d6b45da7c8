// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.captures.Cabinets;
import dev.chaperone.captures.Captures;
import dev.chaperone.captures.Places;
import dev.chaperone.detection.FingerprintKey;
import dev.chaperone.detection.Scanner;
import dev.chaperone.gateway.Gateway;
import dev.chaperone.gateway.GatewayConfiguration;
import dev.chaperone.gateway.SignIn;
import dev.chaperone.gateway.Upstream;
import dev.chaperone.ledger.LogKeys;
import dev.chaperone.ledger.TransparencyLog;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.VendorId;
import dev.chaperone.witness.Witnesses;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.policies.Beginning;
import dev.chaperone.workspace.retention.Retention;
import dev.chaperone.workspace.tokens.Secrets;
import dev.chaperone.workspace.training.CourseException;
import dev.chaperone.workspace.training.CourseShelf;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// A running Chaperone: opened in the order of dependence, closed in the reverse. Read [#open()].
final class Instance implements AutoCloseable {
    private static final String POLICY = "policy.yaml";
    private static final String COURSES = "courses";
    private static final String ADMIN_TOKEN = "admin-token";
    private static final String PLACEHOLDER_KEY = "keys/placeholders";
    private static final String SECRETS_KEY = "keys/known-secrets";
    private static final String SIGN_IN_KEY = "keys/sign-in";

    private static final Logger LOG = LoggerFactory.getLogger(Instance.class);

    private final Options options;
    private final DataDirectory data;
    private final Clock clock = Clock.systemUTC();
    private final Vertx vertx = Gateway.eventLoops();
    private final ConfigurationFile.Settings settings;
    private @Nullable TransparencyLog log;
    private @Nullable Witnessing witnessing;
    private @Nullable Captures captures;
    private @Nullable Postgres postgres;
    private @Nullable Workspace workspace;
    private @Nullable Upkeep upkeep;
    private @Nullable DemoModel model;
    private @Nullable DemoCompany company;
    private @Nullable Gateway gateway;
    private @Nullable Outlets outlets;
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
        if (!options.onLoopback() && options.demo()) {
            throw new StartFailure(
                    StartFailure.BAD_INPUT,
                    "--demo lets anybody in who reaches it, so it listens on this machine only:"
                            + " leave --bind away.");
        }
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
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure(StartFailure.CANNOT_OPEN, "the start was interrupted");
        } catch (IOException | ExecutionException e) {
            throw new StartFailure(StartFailure.CANNOT_OPEN, sentence(e));
        } catch (RuntimeException e) {
            // Perhaps a fault of ours, which one sentence does not tell.
            LOG.error("The start failed", e);
            throw new StartFailure(StartFailure.CANNOT_OPEN, sentence(e));
        } finally {
            if (!started) {
                instance.close();
            }
        }
    }

    private static String sentence(Exception e) {
        boolean wrapped = e instanceof ExecutionException || e instanceof CompletionException;
        Throwable root = wrapped && e.getCause() != null ? e.getCause() : e;
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return message.contains("Address already in use")
                ? "a port is taken by another program ("
                        + message
                        + "). Stop it or choose another"
                        + " with --gateway-port."
                : message;
    }

    private void open() throws IOException, InterruptedException, ExecutionException, StartFailure {
        data.foundedAs(options.demo());
        Ports ports = new Ports(options);
        ports.tryAll();
        // The detectors' files are read while the database starts.
        Thread.startVirtualThread(Scanner::builtIn);
        TransparencyLog recording = openLog();
        log = recording;
        Captures keeping = Cabinets.open(Places.in(options.data()), clock);
        captures = keeping;
        Workspace people = Workspace.open(database(), recording.ledger(), keeping, ready(), clock);
        workspace = people;
        upkeep =
                Upkeep.start(
                        people,
                        new Retention(
                                recording, people.journal(), clock, settings.ledger().keep()));
        if (options.demo()) {
            company = DemoCompany.in(data, people);
            model = await(DemoModel.start(vertx, 0));
        }
        List<Upstream> upstreams = upstreams();
        SignInOffer offer = SignInOffer.of(options, settings);
        Gateway started =
                await(
                        Gateway.start(
                                vertx,
                                new GatewayConfiguration(
                                        options.bind(),
                                        options.gatewayPort(),
                                        settings.tls(),
                                        upstreams,
                                        UsedBefore.of(settings.spending(), people),
                                        settings.inferenceHooks(),
                                        GatewayConfiguration.Limits.DEFAULT,
                                        settings.proxy()
                                                .with(ports.proxy(), ProxyAuthority.in(data))),
                                people.inForce(),
                                recording.ledger(),
                                keeping,
                                data.secret(PLACEHOLDER_KEY, Secrets::next)
                                        .getBytes(StandardCharsets.UTF_8),
                                signIn(offer, people)));
        gateway = started;
        String adminToken = data.secret(ADMIN_TOKEN, Secrets::next);
        Outlets leading =
                Outlets.open(
                        people, recording.origin(), settings.forward(), data.directory("forward"));
        outlets = leading;
        web =
                WebServer.start(
                        new WebServer.Address(
                                options.bind(),
                                options.port(),
                                settings.tls(),
                                options.onLoopback() && !options.behindTlsProxy(),
                                options.behindTlsProxy()),
                        people,
                        new Outward(recording, witnessing, leading, settings.ledger().keep()),
                        place(
                                upstreams,
                                offer,
                                new Limits(settings.spending(), started::standings)),
                        new Entrance(
                                Digest.of(adminToken), settings.signIn(), settings.publicUrl()));
        // What is required of people is done on pages: refusals name their address.
        people.inForce().pagesAt(offer.pages() == null ? workspaceUrl() : offer.pages().toString());
        data.writePrivate("server.json", serverJson());
        // Until it is done the detectors find the same, only slower.
        Thread.ofPlatform().daemon().name("detection-warm-up").start(Scanner.builtIn()::warmUp);
    }

    /// The ledger, which has to continue what its witnesses have seen of it.
    private TransparencyLog openLog() throws IOException, InterruptedException {
        Path directory = data.file("ledger");
        LogKeys keys = LogKeys.open(data.directory("keys"), directory, settings.ledger().origin());
        if (settings.ledger().witnesses().isEmpty()) {
            return TransparencyLog.open(directory, keys, clock, List.of());
        }
        Witnesses witnesses =
                Witnessing.of(settings.ledger(), keys.origin(), keys.verifiers(), clock);
        boolean opened = false;
        try {
            TransparencyLog log =
                    TransparencyLog.open(directory, keys, clock, Witnessing.known(witnesses));
            witnessing = Witnessing.start(log, witnesses);
            opened = true;
            return log;
        } finally {
            if (!opened) {
                witnesses.close();
            }
        }
    }

    /// The database of `config.yaml`, or a private one.
    private DatabaseAddress database() throws IOException, InterruptedException {
        if (settings.database() != null) {
            return settings.database();
        }
        String password = data.secret("keys/postgres-password", Secrets::next);
        Postgres started = Postgres.start(data.directory("postgres"), password);
        postgres = started;
        return started.address();
    }

    private Workspace.Ready ready() throws IOException, StartFailure {
        return new Workspace.Ready(
                beginning(),
                data.secret(SECRETS_KEY, Instance::newKey),
                settings.expected(),
                settings.claudeCode(),
                courses(),
                settings.channels(),
                settings.leads(),
                data.secret(SIGN_IN_KEY, Instance::newKey));
    }

    private CourseShelf courses() throws IOException, StartFailure {
        try {
            return CourseShelf.with(data.file(COURSES));
        } catch (CourseException e) {
            throw new StartFailure(
                    StartFailure.BAD_INPUT,
                    "the courses can not be taught as they are:\n" + e.getMessage());
        }
    }

    private static String newKey() {
        byte[] key = new byte[FingerprintKey.BYTES];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
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
                    .replace("${owner}", owner)
                    // Outside the demo nobody can sign in before they were invited, so nobody waits
                    // for their signatures at first.
                    .replace("${gate}", options.demo() ? "block" : "off");
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

    private SignIn signIn(SignInOffer offer, Workspace people) {
        if (offer.hindrance() != null) {
            return new SignIn.Refused(offer.hindrance());
        }
        URI pages = offer.pages();
        return new SignIn.Offered(
                new GatewayDesk(people, () -> pages == null ? workspaceUrl() : pages.toString()),
                offer.gateway());
    }

    private Place place(List<Upstream> upstreams, SignInOffer offer, Limits limits) {
        return new Place(
                options.demo(),
                this::workspaceUrl,
                gatewayUrl(),
                upstreams.stream().map(Upstream::name).toList(),
                data.file(ADMIN_TOKEN).toAbsolutePath().normalize(),
                options.configFile().toAbsolutePath().normalize(),
                data.file(POLICY).toAbsolutePath().normalize(),
                options.dataOption(),
                offer,
                limits);
    }

    String workspaceUrl() {
        return url(web == null ? options.port() : web.port());
    }

    String gatewayUrl() {
        return url(gateway == null ? options.gatewayPort() : gateway.port());
    }

    String proxyUrl() {
        return url(gateway == null ? 0 : gateway.proxyPort());
    }

    /// What developers' machines have to trust to use the forward proxy.
    Path proxyAuthority() {
        return data.file(ProxyAuthority.CERTIFICATE).toAbsolutePath().normalize();
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
        return Objects.requireNonNull(workspace);
    }

    WebServer web() {
        return Objects.requireNonNull(web);
    }

    private String serverJson() {
        String demo = demoModelUrl();
        return """
        {"workspace":"%s","gateway":"%s","proxy":"%s","demoModel":%s,"pid":%d}
        """
                .formatted(
                        workspaceUrl(),
                        gatewayUrl(),
                        proxyUrl(),
                        demo == null ? "null" : '"' + demo + '"',
                        ProcessHandle.current().pid());
    }

    private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException {
        return future.toCompletionStage().toCompletableFuture().get();
    }

    /// Nothing new is let in, what runs is let end, then the stores close. Each part closes
    /// whatever happened to the ones before it.
    @Override
    public void close() {
        Gateway letsIn = gateway;
        DemoModel answers = model;
        close("gateway", letsIn == null ? null : () -> await(letsIn.close()));
        close("pages", web);
        close("demo model", answers == null ? null : () -> await(answers.close()));
        close("event loops", () -> await(vertx.close()));
        close("forwarding", outlets);
        close("upkeep", upkeep);
        close("workspace", workspace);
        close("database", postgres);
        close("captures", captures);
        close("witnesses", witnessing);
        close("ledger", log);
        close("data directory", data);
    }

    private static void close(String part, @Nullable AutoCloseable closeable) {
        if (closeable == null) {
            return;
        }
        try {
            closeable.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error("The {} did not stop cleanly", part, e);
        }
    }
}
