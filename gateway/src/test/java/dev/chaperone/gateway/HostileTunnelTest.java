// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.SSLException;

/// What somebody may try with a forward proxy who means no good, or does not know better.
@Timeout(120)
class HostileTunnelTest {
    private static final long CANCEL = 8;

    @TempDir private static Path directory;
    private static TestCertificate vendors;

    @BeforeAll
    static void makeCertificate() throws Exception {
        vendors = ProxySite.vendors(directory);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "LOCALHOST.",
                "2130706433",
                "127.1",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.5.4",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "224.0.0.1",
                "[::1]",
                "[::]",
                "[fe80::1]",
                "[fd00::1]",
                "[::ffff:127.0.0.1]",
                "[64:ff9b::a00:1]",
                "[2002:7f00:1::]"
            })
    void leadsNobodyIntoTheOwnNetwork(String host) throws Exception {
        try (ProxySite site = ProxySite.start(vendors);
                RawConnection client = site.connect()) {
            client.write(ProxySite.connectTo(host + ":443"));

            assertThat(client.readAnswer())
                    .startsWith("HTTP/1.1 403 Refused by Chaperone: inside-address");
            assertThat(site.intent(0).verdict().rule()).isEqualTo("inside-address");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "example.com:22, 403",
        "example.com:0, 400",
        "example.com:65536, 400",
        "example.com, 400",
        "exa_mple..com:443, 400",
        "http://example.com:443, 400",
        "user@example.com:443, 400",
        "no-such-host.invalid:443, 502"
    })
    void takesNoOtherTargets(String target, int status) throws Exception {
        try (ProxySite site = ProxySite.start(vendors);
                RawConnection client = site.connect()) {
            client.write(ProxySite.connectTo(target));

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void refusesOtherHostsWhereTheConfigurationSaysSo() throws Exception {
        try (ProxySite site =
                        ProxySite.start(
                                vendors,
                                "",
                                Map.of(),
                                usual ->
                                        ProxySite.with(
                                                usual,
                                                false,
                                                Set.of(443),
                                                ProxyConfiguration.PATIENCE));
                RawConnection client = site.connect()) {
            client.write(ProxySite.connectTo("example.com:443"));

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 403").contains("proxy.others");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host: api.individual.githubcopilot.com",
                "host: api.business.githubcopilot.com:8443",
                "host: api.business.githubcopilot.com\r\nhost: api.anthropic.com",
                "x-none: 1"
            })
    void refusesRequestsForAnotherHostThanThatOfTheTunnel(String hosts) throws Exception {
        try (ProxySite site = ProxySite.start(vendors);
                RawConnection client = site.tunnel(ProxySite.BUSINESS, ProxySite.BUSINESS)) {
            client.write("GET /models HTTP/1.1\r\n" + hosts + "\r\n\r\n");

            assertThat(client.readAll()).containsPattern("^HTTP/1.1 4(21|00)");
            assertThat(site.vendor().received()).isEmpty();
        }
    }

    @Test
    void refusesAnAddressOfAnotherHostInTheFirstLine() throws Exception {
        try (ProxySite site = ProxySite.start(vendors);
                RawConnection client = site.tunnel(ProxySite.BUSINESS, ProxySite.BUSINESS)) {
            client.write(
                    "GET https://api.individual.githubcopilot.com/models HTTP/1.1\r\nhost: "
                            + ProxySite.BUSINESS
                            + "\r\n\r\n");

            assertThat(client.readAll()).startsWith("HTTP/1.1 421");
            assertThat(site.intent(0).verdict().rule()).isEqualTo("other-host");
        }
    }

    @Test
    void showsNoCertificateOfAHostThatNobodyAskedFor() throws Exception {
        try (ProxySite site = ProxySite.start(vendors)) {
            assertThatExceptionOfType(SSLException.class)
                    .isThrownBy(() -> site.tunnel(ProxySite.BUSINESS, ProxySite.INDIVIDUAL));
        }
    }

    @Test
    void refusesAHandshakeForTheHostOfAnotherTunnel() throws Exception {
        try (ProxySite site = ProxySite.start(vendors);
                RawConnection first = site.tunnel(ProxySite.ANTHROPIC, ProxySite.ANTHROPIC);
                RawConnection client = site.tunnel(ProxySite.BUSINESS, ProxySite.ANTHROPIC)) {
            client.write("GET /models HTTP/1.1\r\nhost: " + ProxySite.BUSINESS + "\r\n\r\n");

            assertThat(client.readAll()).startsWith("HTTP/1.1 421");
            first.write("GET /x HTTP/1.1\r\nhost: " + ProxySite.ANTHROPIC + "\r\n\r\n");
            assertThat(first.readAnswer()).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length: 5\r\ncontent-length: 6\r\n\r\n{}   ",
                "content-length: 6\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nG",
                "transfer-encoding: chunked, identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "content-length : 2\r\n\r\n{}"
            })
    void takesNoPartInSmuggling(String rest) throws Exception {
        String head =
                "POST /chat/completions HTTP/1.1\r\nhost: "
                        + ProxySite.BUSINESS
                        + "\r\ncontent-type: application/json\r\n";
        String smuggled = head + "connection: close\r\ncontent-length: 2\r\n\r\n{}";
        try (ProxySite site = ProxySite.start(vendors);
                RawConnection client = site.tunnel(ProxySite.BUSINESS, ProxySite.BUSINESS)) {
            client.write(head + rest + smuggled);

            assertThat(client.readAll()).startsWith("HTTP/1.1 4").doesNotContain("HTTP/1.1 200");
            assertThat(site.vendor().received()).isEmpty();
        }
    }

    @Test
    void endsConnectionsThatDoNotSayWhatTheyWant() throws Exception {
        try (ProxySite site =
                        ProxySite.start(
                                vendors,
                                "",
                                Map.of(),
                                usual ->
                                        ProxySite.with(
                                                usual, true, Set.of(443), Duration.ofMillis(400)));
                RawConnection silent = site.connect();
                RawConnection inside = site.tunnel(ProxySite.BUSINESS, ProxySite.BUSINESS)) {
            inside.write("GET /models HTTP/1.1\r\nhost: ");
            silent.write("CONNECT exam");

            assertThat(silent.readAll()).isEmpty();
            assertThat(inside.readAll()).isEmpty();
        }
    }

    @Test
    void makesCertificatesForAFewNewNamesAtATime() throws Exception {
        try (ProxySite site = ProxySite.start(vendors);
                RawConnection client = site.connect()) {
            String last = "";
            for (int i = 0; i < 200 && !last.startsWith("HTTP/1.1 503"); i++) {
                try (RawConnection each = site.connect()) {
                    each.write(ProxySite.connectTo("a" + i + ".business.githubcopilot.com:443"));
                    last = each.readTo("\r\n\r\n");
                }
            }

            assertThat(last).startsWith("HTTP/1.1 503 Refused by Chaperone: too-many-names");
            client.write(ProxySite.connectTo(ProxySite.CURSOR + ":443"));
            assertThat(client.readTo("\r\n\r\n")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void endsAConnectionThatResetsItsStreamsAllTheTime() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (ProxySite site = ProxySite.start(vendors)) {
            Path ca = directory.resolve("flood-ca.pem");
            Files.writeString(ca, site.authority().certificatePem());
            HttpClientAgent client =
                    vertx.createHttpClient(
                            new HttpClientOptions()
                                    .setSsl(true)
                                    .setUseAlpn(true)
                                    .setProtocolVersion(HttpVersion.HTTP_2)
                                    .setTrustOptions(
                                            new PemTrustOptions().addCertPath(ca.toString()))
                                    .setProxyOptions(
                                            new ProxyOptions()
                                                    .setHost("127.0.0.1")
                                                    .setPort(site.port())
                                                    .setUsername("x")
                                                    .setPassword(TestSite.TOKEN)));
            site.vendor().behave((_, _) -> {});
            RequestOptions models =
                    new RequestOptions()
                            .setMethod(HttpMethod.GET)
                            .setServer(SocketAddress.inetSocketAddress(443, ProxySite.BUSINESS))
                            .setHost(ProxySite.BUSINESS)
                            .setPort(443)
                            .setURI("/models");

            HttpClientRequest first = TestSite.await(client.request(models));
            CountDownLatch closed = new CountDownLatch(1);
            first.connection().closeHandler(_ -> closed.countDown());
            for (int i = 0; i < 2_000 && closed.getCount() > 0; i++) {
                // The request that meets the end of the connection fails, which is no news here.
                TestSite.await(
                        client.request(models)
                                .onSuccess(each -> {
                                    var _ = each.send();
                                    var _ = each.reset(CANCEL);
                                })
                                .otherwiseEmpty());
            }

            closed.await();
            assertThat(site.ledger().size()).isZero();
        } finally {
            TestSite.await(vertx.close());
        }
    }
}
