// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How links of invitations reach people.
@Timeout(600)
final class InvitationsTest {
    private static final Pattern LINK = Pattern.compile("/welcome/[0-9A-Za-z]+");

    private static RunningDemo site(Path data, int port) throws Exception {
        Files.writeString(
                data.resolve("config.yaml"),
                "mail: {host: 127.0.0.1, port: %d, security: none, from: chaperone@northwind.example}\n"
                        .formatted(port));
        return RunningDemo.start(data, "--bind", "127.0.0.1");
    }

    private static HttpResponse<String> invite(RunningDemo site, String person) throws Exception {
        return site.post("/api/v1/people/" + person + "/invitations", site.adminToken(), "{}");
    }

    @Test
    void sendsTheLinkToThePersonAloneAndKeepsItNowhere(@TempDir Path data) throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try (RunningDemo site = site(data, mail.getSmtp().getPort());
                FormBrowser admin = new FormBrowser(site.url());
                FormBrowser browser = new FormBrowser(site.url())) {
            String ada = new Members(site).person("ada", Role.DEVELOPER);
            HttpResponse<String> made = invite(site, ada);
            JsonNode invitation = RunningDemo.JSON.readTree(made.body());
            assertThat(made.statusCode()).isEqualTo(201);
            assertThat(invitation.path("handed").asString()).isEqualTo("by-mail");
            assertThat(invitation.path("link").isNull()).isTrue();

            admin.open("/sign-in");
            admin.submit("/sign-in", Map.of("token", site.adminToken()));
            assertThat(admin.open("/people/" + ada).body()).contains("Send the link");
            assertThat(admin.submit("/people/" + ada + "/invitation", Map.of()).body())
                    .contains("on its way to ada@northwind.example")
                    .doesNotContain("/welcome/");

            assertThat(mail.waitForIncomingEmail(2)).isTrue();
            String letter = GreenMailUtil.getBody(mail.getReceivedMessages()[1]);
            Matcher link = LINK.matcher(letter);
            assertThat(link.find()).as(letter).isTrue();
            assertThat(mail.getReceivedMessages()[1].getAllRecipients()[0])
                    .hasToString("ada@northwind.example");
            String secret = link.group().substring("/welcome/".length());
            assertThat(site.json("/api/v1/deliveries").toString()).doesNotContain(secret);
            assertThat(
                            site.instance()
                                    .workspace()
                                    .database()
                                    .jdbc()
                                    .sql(
                                            "SELECT count(*) FROM delivery WHERE body LIKE '%welcome%'")
                                    .query(Integer.class)
                                    .single())
                    .isZero();
            Device device = Device.on(browser.open(link.group()).body());
            assertThat(
                            browser.submit(
                                            link.group(),
                                            Map.of(
                                                    "password",
                                                    Members.PASSWORD,
                                                    "repeated",
                                                    Members.PASSWORD,
                                                    "code",
                                                    device.code()))
                                    .body())
                    .contains("Your recovery codes");
        } finally {
            mail.stop();
        }
    }

    @Test
    void makesNoneWhenTheLetterDoesNotLeave(@TempDir Path data) throws Exception {
        try (RunningDemo site = site(data, 1)) {
            String ada = new Members(site).person("ada", Role.DEVELOPER);
            HttpResponse<String> refused = invite(site, ada);
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body())
                    .contains("did not take the letter")
                    .doesNotContain("/welcome/");
            assertThat(
                            site.instance()
                                    .workspace()
                                    .admittance()
                                    .accounts()
                                    .invitation(new PersonId(ada)))
                    .isEmpty();
        }
    }

    @Test
    void handsTheLinkOverByHandWithoutMailAndSaysSo(@TempDir Path data) throws Exception {
        try (RunningDemo site = RunningDemo.start(data, "--bind", "127.0.0.1")) {
            Members members = new Members(site);
            String ada = members.person("ada", Role.DEVELOPER);
            JsonNode invitation = RunningDemo.JSON.readTree(invite(site, ada).body());
            assertThat(invitation.path("handed").asString()).isEqualTo("by-hand");
            assertThat(invitation.path("link").asString()).contains("/welcome/");
            assertThat(site.json("/api/v1/ledger/entries/" + last(site)).toString())
                    .contains("account.invited", "\"handed\":\"by-hand\"");
        }
    }

    private static long last(RunningDemo site) {
        return site.instance().workspace().ledger().size() - 1;
    }
}
