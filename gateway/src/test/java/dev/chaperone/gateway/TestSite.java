// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static dev.chaperone.gateway.Upstream.Kind.ANTHROPIC;
import static dev.chaperone.gateway.Upstream.Kind.BEDROCK;
import static dev.chaperone.gateway.Upstream.Kind.GEMINI;
import static dev.chaperone.gateway.Upstream.Kind.OPENAI;
import static dev.chaperone.gateway.Upstream.Kind.VERTEX;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.detection.Scanner;
import dev.chaperone.ledger.Event;
import dev.chaperone.policy.Exemptions;
import dev.chaperone.policy.InForce;
import dev.chaperone.policy.PolicyException;
import dev.chaperone.policy.PolicyFile;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.VendorId;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetSocket;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/// A gateway with a ledger and a vendor of its own, all in this process.
final class TestSite implements AutoCloseable {
    static final String TOKEN = "chp_0123456789";
    static final PersonId ANNA = PersonId.next();
    static final String CLEAN =
            "{\"model\": \"claude-x\", \"max_tokens\":1.0,\"odd\" :\"\\u00e9\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    static final String SECRET = CLEAN.replace("hello", "use AKIAIOSFODNN7EXAMPLE please");
    static final String EVENTS =
            """
            event: message_start
            data: {"type":"message_start","message":{"model":"claude-x","usage":{"input_tokens":10,"output_tokens":1}}}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}

            event: message_stop
            data: {"type":"message_stop"}

            """;
    static final GatewayConfiguration.Limits PATIENT =
            new GatewayConfiguration.Limits(
                    32 * 1024 * 1024,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30));
    private static final String POLICY =
            """
            apiVersion: chaperone.dev/v1
            organization: Northwind
            owner: security@northwind.example
            effective: 2026-11-24
            tools:
              - {tool: claude-code, plans: [api]}
              - {tool: claude-api, plans: [api]}
              - {tool: claude, plans: [enterprise]}
              - {tool: openai-api, plans: [api]}
              - {tool: gemini-api, plans: [api]}
              - {tool: gemini-cli, plans: [api]}
              - {tool: codex, plans: [api]}
              - {tool: github-copilot, plans: [business]}
              - {tool: cursor, plans: [teams]}
              - {tool: windsurf, plans: [teams, enterprise]}
              - {tool: amazon-q, plans: [pro]}
              - {tool: kiro, plans: [enterprise]}
              - {tool: opencode, plans: [api]}
            content:
            """;
    private static final String RULES =
            """
              - {id: no-secrets, detect: [secret], action: block, because: Keys stay with us.}
            """;
    private static final byte[] PLACEHOLDER_KEY = new byte[32];

    private final Vertx vertx = Gateway.eventLoops();
    private final FakeLedger ledger = new FakeLedger();
    private final FakeCaptures captures = new FakeCaptures();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final FakeVendor vendor;
    private final FakeVendor secondVendor;
    private final InForce inForce;
    private final Gateway gateway;

    private TestSite(Setup setup) {
        vendor = FakeVendor.start(vertx, setup.vendor);
        secondVendor = FakeVendor.start(vertx);
        Handler<NetSocket> wire = setup.wire;
        int port =
                wire == null
                        ? vendor.port()
                        : await(vertx.createNetServer().connectHandler(wire).listen(0, "127.0.0.1"))
                                .actualPort();
        String base =
                (setup.vendor.isSsl() ? "https://" : "http://") + setup.vendorHost + ":" + port;
        inForce = inForce(setup.rules, setup.policy);
        gateway =
                await(
                        Gateway.start(
                                vertx,
                                new GatewayConfiguration(
                                        "127.0.0.1",
                                        0,
                                        setup.tls,
                                        upstreams(setup, base),
                                        setup.spending,
                                        setup.inferenceHooks,
                                        setup.limits,
                                        null),
                                inForce,
                                ledger,
                                captures,
                                PLACEHOLDER_KEY,
                                setup.signIn,
                                setup.clock));
    }

    private List<Upstream> upstreams(Setup setup, String base) {
        List<Upstream> upstreams = new ArrayList<>();
        upstreams.add(upstream("main", ANTHROPIC, base, setup.ca, setup.organizations));
        upstreams.add(upstream("other", OPENAI, base, setup.ca));
        upstreams.add(upstream("gemini", GEMINI, base, setup.ca));
        upstreams.add(upstream("bedrock", BEDROCK, base, setup.ca));
        upstreams.add(upstream("vertex", VERTEX, base, setup.ca));
        setup.seconds.forEach(second -> upstreams.add(second.apply(secondVendor.port())));
        return upstreams;
    }

    static Setup setup() {
        return new Setup();
    }

    /// A policy that keeps secrets, and a register of one token.
    static InForce inForce() {
        return inForce("");
    }

    /// The same with more in the policy.
    static InForce inForce(String more) {
        return inForce(RULES, more);
    }

    private static InForce inForce(String rules, String more) {
        try {
            InForce inForce =
                    new InForce(
                            PolicyFile.read(
                                    POLICY + rules + more,
                                    Catalog.builtIn(),
                                    Scanner.builtIn().detectors()));
            inForce.publish(
                    new Register(
                            1,
                            Map.of(
                                    Digest.of(TOKEN),
                                    new Register.Credential(
                                            "token_1", new Register.Member(ANNA), null)),
                            Map.of(
                                    Register.address("anna@northwind.example"),
                                    new Register.Member(ANNA)),
                            Exemptions.NONE,
                            "http://127.0.0.1:8600"));
            return inForce;
        } catch (PolicyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Upstream upstream(
            String name, Upstream.Kind kind, String base, @Nullable Path ca) {
        return upstream(name, kind, base, ca, Set.of());
    }

    /// @param organizations to which a caller's own sign-in, which is passed through then, belongs
    private static Upstream upstream(
            String name,
            Upstream.Kind kind,
            String base,
            @Nullable Path ca,
            Set<String> organizations) {
        return new Upstream(
                name,
                kind,
                URI.create(base),
                ca,
                new Upstream.Credential("company-key"),
                !organizations.isEmpty(),
                organizations,
                null,
                Upstream.Served.EVERYBODY,
                new PlanId("api"),
                new VendorId("anthropic"));
    }

    Vertx vertx() {
        return vertx;
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    InForce rules() {
        return inForce;
    }

    FakeVendor vendor() {
        return vendor;
    }

    /// Who answers at the upstreams that [Setup#second] adds.
    FakeVendor secondVendor() {
        return secondVendor;
    }

    FakeLedger ledger() {
        return ledger;
    }

    FakeCaptures captures() {
        return captures;
    }

    int port() {
        return gateway.port();
    }

    void closeGateway() {
        await(gateway.close());
    }

    /// How the only prompt of a test ended.
    Event.Outcome outcome() throws InterruptedException {
        return (Event.Outcome) ledger.await(2).get(1);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("authorization", "Bearer " + TOKEN);
    }

    HttpRequest.Builder post(String path, String body) {
        return request(path)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpClient client() {
        return client;
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> ask(String body) throws IOException, InterruptedException {
        return send(post("/v1/messages", body));
    }

    /// A connection to the gateway on which a test writes whatever it likes.
    RawConnection connect() throws IOException {
        return RawConnection.to(port());
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    /// What is special about a site.
    static final class Setup {
        private HttpServerOptions vendor = new HttpServerOptions();
        private String vendorHost = "127.0.0.1";
        private GatewayConfiguration.Limits limits = PATIENT;
        private Clock clock = Clock.systemUTC();
        private @Nullable Path ca;
        private GatewayConfiguration.@Nullable Tls tls;
        private @Nullable Handler<NetSocket> wire;
        private String rules = RULES;
        private String policy = "";
        private Set<String> organizations = Set.of();
        private SignIn signIn = new SignIn.Refused("nobody signs in at this gateway.");
        private Spending spending = Spending.UNLIMITED;
        private GatewayConfiguration.@Nullable InferenceHooks inferenceHooks;
        private final List<IntFunction<Upstream>> seconds = new ArrayList<>();

        /// Adds an upstream to the usual ones, behind them.
        ///
        /// @param upstream of the port of the second vendor
        Setup second(IntFunction<Upstream> upstream) {
            seconds.add(upstream);
            return this;
        }

        /// Adds sections or rules about content to the policy.
        Setup policy(String more) {
            policy = more;
            return this;
        }

        /// Puts other rules about content in the place of the usual one.
        Setup rules(String others) {
            rules = others;
            return this;
        }

        /// Lets callers use a sign-in of their own that belongs to one of these.
        Setup organizations(String... those) {
            organizations = Set.of(those);
            return this;
        }

        /// Lets people use only so much.
        Setup allowances(Allowance... those) {
            spending = new Spending(List.of(those), Prices.NONE, List.of());
            return this;
        }

        /// The same, with prices.
        Setup spending(Spending that) {
            spending = that;
            return this;
        }

        Setup inferenceHooks(GatewayConfiguration.InferenceHooks those) {
            inferenceHooks = those;
            return this;
        }

        Setup vendor(HttpServerOptions options) {
            vendor = options;
            return this;
        }

        Setup vendorHost(String host) {
            vendorHost = host;
            return this;
        }

        /// Puts a vendor in place that does not even speak proper HTTP.
        Setup wire(Handler<NetSocket> handler) {
            wire = handler;
            return this;
        }

        Setup ca(Path file) {
            ca = file;
            return this;
        }

        Setup limits(GatewayConfiguration.Limits those) {
            limits = those;
            return this;
        }

        Setup tls(GatewayConfiguration.Tls files) {
            tls = files;
            return this;
        }

        Setup signIn(SignIn those) {
            signIn = those;
            return this;
        }

        Setup clock(Clock other) {
            clock = other;
            return this;
        }

        TestSite start() {
            return new TestSite(this);
        }
    }
}
