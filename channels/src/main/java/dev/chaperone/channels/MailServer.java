// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.channels;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Properties;

import javax.net.ssl.SSLSocketFactory;

/// The company's mail server, spoken to by SMTP.
public final class MailServer {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Settings settings;
    private final Session session;

    public MailServer(Settings settings) {
        this.settings = settings;
        this.session = Session.getInstance(properties(settings));
    }

    /// @param trusting decides whose certificate is trusted, in place of Java's own list
    MailServer(Settings settings, SSLSocketFactory trusting) {
        this.settings = settings;
        Properties properties = properties(settings);
        properties.put("mail.smtp.ssl.socketFactory", trusting);
        this.session = Session.getInstance(properties);
    }

    /// How the connection is kept from being read.
    public enum Security {
        /// Not at all: for a mail server on this machine.
        NONE,
        /// Asked for after the connection stands; without it nothing is sent.
        STARTTLS,
        /// From the first byte.
        TLS
    }

    /// How to reach it.
    ///
    /// @param user null: nobody signs in
    /// @param from the address in the letters' heading
    public record Settings(
            String host,
            int port,
            Security security,
            @Nullable String user,
            @Nullable String password,
            String from) {
        @Override
        public String toString() {
            return "mail server " + host + ":" + port;
        }
    }

    private static Properties properties(Settings settings) {
        Properties properties = new Properties();
        String millis = Long.toString(PATIENCE.toMillis());
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", Integer.toString(settings.port()));
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.writetimeout", millis);
        properties.put("mail.smtp.auth", Boolean.toString(settings.user() != null));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        switch (settings.security()) {
            case NONE -> {
                // Said so in config.yaml.
            }
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.put("mail.smtp.ssl.enable", "true");
        }
        return properties;
    }

    void send(Letter letter) throws NotDeliveredException {
        try {
            Transport.send(message(letter), settings.user(), settings.password());
        } catch (AddressException | SendFailedException e) {
            throw NotDeliveredException.refused(settings + ": " + reason(e), e);
        } catch (MessagingException e) {
            throw NotDeliveredException.unreachable(settings + ": " + reason(e), e);
        }
    }

    /// The innermost sentence, in one line: the library wraps what the server said.
    private static String reason(Throwable e) {
        Throwable root = e;
        boolean untrusted = false;
        while (root.getCause() != null && !root.getCause().equals(root)) {
            root = root.getCause();
            untrusted |= root instanceof CertificateException;
        }
        String said =
                String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
        return untrusted
                ? "its certificate is not trusted ("
                        + said
                        + "): it has to name this host and come from an authority that Java trusts"
                : said;
    }

    private MimeMessage message(Letter letter) throws MessagingException {
        MimeMessage message = new Named(session, letter.id(), settings.from());
        message.setFrom(new InternetAddress(settings.from(), true));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(letter.to(), true));
        // Whoever is away does not answer a machine.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
        message.setText(letter.text(), StandardCharsets.UTF_8.name());
        message.saveChanges();
        return message;
    }

    /// The library gives every message a new identity; one that is sent again keeps its own.
    private static final class Named extends MimeMessage {
        private final String identity;

        Named(Session session, String id, String from) {
            super(session);
            this.identity = "<" + id + from.substring(from.lastIndexOf('@')) + ">";
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", identity);
        }
    }
}
