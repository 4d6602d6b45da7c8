// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.catalog.Hosts;
import dev.chaperone.ledger.Event;
import dev.chaperone.policy.Exemption;
import dev.chaperone.policy.Exemptions;
import dev.chaperone.policy.InForce;
import dev.chaperone.policy.Register;

import io.vertx.core.Vertx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// A gateway with a forward proxy, and vendors behind it that speak TLS in their own names.
final class ProxySite implements AutoCloseable {
    static final String BUSINESS = "api.business.githubcopilot.com";
    static final String INDIVIDUAL = "api.individual.githubcopilot.com";
    static final String ANTHROPIC = "api.anthropic.com";
    static final String CURSOR = "api2.cursor.sh";
    static final String GEMINI = "generativelanguage.googleapis.com";
    static final String GITHUB = "api.github.com";
    private static final List<String> VENDORS =
            List.of(BUSINESS, INDIVIDUAL, ANTHROPIC, CURSOR, GEMINI, GITHUB);

    private final Vertx vertx = Gateway.eventLoops();
    private final FakeLedger ledger = new FakeLedger();
    private final CertificateAuthority authority;
    private final FakeVendor vendor;
    private final InForce inForce;
    private final Gateway gateway;

    private ProxySite(
            TestCertificate vendors,
            String policy,
            Map<String, ProxyConfiguration.Organizations> organizations,
            UnaryOperator<ProxyConfiguration> change)
            throws Exception {
        authority = CertificateAuthority.create(Instant.now());
        vendor = FakeVendor.start(vertx, vendors.server());
        inForce = TestSite.inForce(policy);
        InetSocketAddress there =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), vendor.port());
        ProxyConfiguration usual =
                new ProxyConfiguration(
                        0,
                        authority,
                        Hosts.builtIn(),
                        true,
                        Set.of(443),
                        Set.of(),
                        vendors.certificate(),
                        organizations,
                        VENDORS.stream().collect(Collectors.toMap(host -> host, _ -> there)),
                        ProxyConfiguration.PATIENCE);
        gateway =
                TestSite.await(
                        Gateway.start(
                                vertx,
                                new GatewayConfiguration(
                                        "127.0.0.1",
                                        0,
                                        null,
                                        List.of(),
                                        Spending.UNLIMITED,
                                        null,
                                        TestSite.PATIENT,
                                        change.apply(usual)),
                                inForce,
                                ledger,
                                new FakeCaptures(),
                                new byte[32]));
    }

    /// What the vendors show.
    static TestCertificate vendors(Path directory) throws Exception {
        return TestCertificate.named("dns:" + String.join(",dns:", VENDORS), directory);
    }

    static ProxySite start(TestCertificate vendors) throws Exception {
        return start(vendors, "", Map.of(), UnaryOperator.identity());
    }

    /// @param policy more of it
    static ProxySite start(
            TestCertificate vendors,
            String policy,
            Map<String, ProxyConfiguration.Organizations> organizations,
            UnaryOperator<ProxyConfiguration> change)
            throws Exception {
        return new ProxySite(vendors, policy, organizations, change);
    }

    /// The same configuration with others of what tests change.
    static ProxyConfiguration with(
            ProxyConfiguration usual, boolean others, Set<Integer> ports, Duration patience) {
        return new ProxyConfiguration(
                usual.port(),
                usual.authority(),
                usual.hosts(),
                others,
                ports,
                usual.inside(),
                usual.ca(),
                usual.organizations(),
                usual.addresses(),
                patience);
    }

    FakeVendor vendor() {
        return vendor;
    }

    FakeLedger ledger() {
        return ledger;
    }

    int port() {
        return gateway.proxyPort();
    }

    CertificateAuthority authority() {
        return authority;
    }

    /// Puts an exception in force.
    void except(Exemption exemption) {
        Register now = inForce.register();
        inForce.publish(
                now.with(now.number() + 1, Set.of(), List.of())
                        .with(new Exemptions(List.of(exemption))));
    }

    /// Takes all tokens away.
    void forgetTokens() {
        inForce.publish(new Register(2, Map.of()));
    }

    /// What a developer's machine trusts.
    SSLContext trust() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "chaperone",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(
                                        authority
                                                .certificatePem()
                                                .getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /// A client of a developer that is set to the proxy.
    HttpClient client(HttpClient.Version version) throws Exception {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(trust())
                .proxy(
                        ProxySelector.of(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port())))
                .build();
    }

    static HttpRequest.Builder request(String host, String path) {
        return HttpRequest.newBuilder(URI.create("https://" + host + path))
                .header("proxy-authorization", "Bearer " + TestSite.TOKEN);
    }

    static HttpRequest.Builder post(String host, String path, String body) {
        return request(host, path)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    RawConnection connect() throws IOException {
        return RawConnection.to(port());
    }

    /// A connection through a tunnel, with its own word on the host in the handshake.
    RawConnection tunnel(String host, String sni) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        RawConnection plain = RawConnection.over(socket);
        plain.write(connectTo(host + ":443"));
        String answer = plain.readTo("\r\n\r\n");
        if (!answer.startsWith("HTTP/1.1 200")) {
            throw new IOException(answer);
        }
        SSLSocket secure =
                (SSLSocket) trust().getSocketFactory().createSocket(socket, sni, 443, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(sni)));
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return RawConnection.over(secure);
    }

    static String connectTo(String target) {
        return "CONNECT %s HTTP/1.1\r\nhost: %s\r\nproxy-authorization: Bearer %s\r\n\r\n"
                .formatted(target, target, TestSite.TOKEN);
    }

    Event.Intent intent(int index) throws InterruptedException {
        return (Event.Intent) ledger.await(index + 1).get(index);
    }

    @Override
    public void close() {
        TestSite.await(vertx.close());
    }
}
