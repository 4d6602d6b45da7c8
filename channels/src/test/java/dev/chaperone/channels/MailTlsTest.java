// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.channels.MailServer.Security;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.server.SMTPServer;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Letters to a mail server that speaks TLS.
class MailTlsTest {
    private static final String HERE = "127.0.0.1";

    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private final List<String> signedIn = new CopyOnWriteArrayList<>();

    @TempDir Path directory;

    private @Nullable SMTPServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "TLS"})
    void deliversToAServerWithATrustedCertificate(Security security) throws Exception {
        TestCertificate certificate = TestCertificate.in(directory, HERE);
        MailServer mail = mail(start(security, certificate), security, certificate);

        mail.send(letter());

        assertThat(arrived).hasSize(1);
        assertThat(arrived.getFirst())
                .contains("ada@acme.example", "Message-ID: <delivery_1@acme.example>", "Sign it.");
        assertThat(signedIn).containsExactly("chaperone opens");
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "TLS"})
    void sendsNeitherLetterNorPasswordToAServerWithAnUntrustedCertificate(Security security)
            throws Exception {
        TestCertificate certificate = TestCertificate.in(directory, HERE);
        SMTPServer running = start(security, certificate);

        refused(mail(running, security, null), "certificate is not trusted");
        refused(
                mail(running, security, TestCertificate.in(directory, "127.0.0.3")),
                "certificate is not trusted");
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "TLS"})
    void sendsNothingToAServerWithACertificateForAnother(Security security) throws Exception {
        TestCertificate certificate = TestCertificate.in(directory, "127.0.0.2");
        MailServer mail = mail(start(security, certificate), security, certificate);

        refused(mail, "certificate is not trusted");
    }

    @Test
    void saysWhenAServerWantsTlsFromTheFirstByteAndDoesNotGetIt() throws Exception {
        TestCertificate certificate = TestCertificate.in(directory, HERE);
        MailServer mail = mail(start(Security.STARTTLS, certificate), Security.TLS, certificate);

        assertThatExceptionOfType(NotDeliveredException.class)
                .isThrownBy(() -> mail.send(letter()))
                .withMessageStartingWith("mail server 127.0.0.1:");
        assertThat(arrived).isEmpty();
    }

    private void refused(MailServer mail, String why) {
        assertThatExceptionOfType(NotDeliveredException.class)
                .isThrownBy(() -> mail.send(letter()))
                .withMessageStartingWith("mail server 127.0.0.1:")
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.isOfTheChannel()).isTrue());
        assertThat(arrived).isEmpty();
        assertThat(signedIn).isEmpty();
    }

    private SMTPServer start(Security security, TestCertificate certificate) throws Exception {
        SMTPServer.Builder builder =
                new SMTPServer.Builder()
                        .bindAddress(InetAddress.ofLiteral(HERE))
                        .port(0)
                        .authenticationHandlerFactory(
                                new EasyAuthenticationHandlerFactory(
                                        (user, password, _) -> signedIn.add(user + " " + password)))
                        .messageHandler((_, _, _, data) ->
                                arrived.add(new String(data, StandardCharsets.UTF_8)));
        builder =
                security == Security.TLS
                        ? builder.serverSocketFactory(certificate.server())
                        : builder.startTlsSocketFactory(certificate.server()).requireTLS();
        SMTPServer started = builder.build();
        started.start();
        server = started;
        return started;
    }

    /// @param trusted null: what Java trusts by itself
    private static MailServer mail(
            SMTPServer server, Security security, @Nullable TestCertificate trusted)
            throws Exception {
        MailServer.Settings settings =
                new MailServer.Settings(
                        HERE,
                        server.getPortAllocated(),
                        security,
                        "chaperone",
                        "opens",
                        "chaperone@acme.example");
        return trusted == null
                ? new MailServer(settings)
                : new MailServer(settings, trusted.trust().getSocketFactory());
    }

    private static Letter letter() {
        return new Letter("delivery_1", "ada@acme.example", "Please sign", "Sign it.\n");
    }
}
