// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailServerTest {
    private final GreenMail server =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private MailServer mail(MailServer.Security security) {
        return new MailServer(
                new MailServer.Settings(
                        "127.0.0.1",
                        server.getSmtp().getPort(),
                        security,
                        null,
                        null,
                        "chaperone@acme.example"));
    }

    private static Letter letter() {
        return new Letter(
                "delivery_1",
                "ada@acme.example",
                "Please sign: the policy – version 2",
                "Read and sign it:\nhttps://chaperone.acme.example/acceptable-use\n");
    }

    @Test
    void deliversALetter() throws Exception {
        mail(MailServer.Security.NONE).send(letter());
        MimeMessage arrived = server.getReceivedMessages()[0];
        assertThat(arrived.getSubject()).isEqualTo("Please sign: the policy – version 2");
        assertThat(arrived.getFrom()[0]).hasToString("chaperone@acme.example");
        assertThat(arrived.getAllRecipients()[0]).hasToString("ada@acme.example");
        assertThat(arrived.getMessageID()).isEqualTo("<delivery_1@acme.example>");
        assertThat(arrived.getContent().toString())
                .contains("https://chaperone.acme.example/acceptable-use");
    }

    @Test
    void letsNobodyAddAHeading() {
        Letter hostile =
                new Letter("delivery_2", "ada@acme.example\r\nBcc: eve@evil.example", "a", "b");
        assertThatThrownBy(() -> mail(MailServer.Security.NONE).send(hostile))
                .isInstanceOf(NotDeliveredException.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void sendsNothingInTheClearWhenItShouldNot() {
        assertThatThrownBy(() -> mail(MailServer.Security.STARTTLS).send(letter()))
                .isInstanceOf(NotDeliveredException.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void saysWhenTheServerIsDown() {
        MailServer mail = mail(MailServer.Security.NONE);
        server.stop();
        assertThatThrownBy(() -> mail.send(letter()))
                .isInstanceOf(NotDeliveredException.class)
                .hasMessageStartingWith("mail server 127.0.0.1:");
    }
}
