// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;

import dev.chaperone.channels.Channels;
import dev.chaperone.channels.ChatHook;
import dev.chaperone.channels.MailServer;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// People are told in the ways that they want, and of what protects them in any case.
class NoticesTest {
    @TempDir Path directory;

    private final AtomicInteger status = new AtomicInteger(200);
    private final List<String> said = new ArrayList<>();
    private HttpServer chat;
    private TestWorkspace workspace;
    private People people;
    private PersonId ada;
    private Channels channels;
    private Deliveries deliveries;
    private Notices notices;
    private Courier courier;

    @BeforeEach
    void open() throws IOException {
        chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        chat.createContext(
                "/hook",
                exchange -> {
                    said.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    exchange.getResponseHeaders().set("Retry-After", "300");
                    exchange.sendResponseHeaders(status.get(), -1);
                    exchange.close();
                });
        chat.start();
        workspace = TestWorkspace.open(directory);
        people =
                new People(
                        workspace.database(),
                        workspace.journal(),
                        workspace.inForce(),
                        workspace.clock());
        ada =
                people.create(
                                new NewPerson(
                                        "ada@acme.example", "Ada <b>", Role.DEVELOPER, List.of()),
                                Actor.SYSTEM)
                        .id();
        channels =
                new Channels(
                        new MailServer(
                                new MailServer.Settings(
                                        "127.0.0.1",
                                        1,
                                        MailServer.Security.NONE,
                                        null,
                                        null,
                                        "chaperone@acme.example")),
                        List.of(),
                        List.of(
                                new ChatHook(
                                        new ChatHook.Settings(
                                                "security",
                                                URI.create(
                                                        "http://127.0.0.1:"
                                                                + chat.getAddress().getPort()
                                                                + "/hook"),
                                                List.of()),
                                        workspace.clock())));
        deliveries =
                new Deliveries(
                        workspace.database(), workspace.journal(), channels, workspace.clock());
        notices = deliveries.notices();
        courier =
                new Courier(
                        workspace.database(),
                        channels,
                        people,
                        () -> URI.create("https://chaperone.example"),
                        (_, _) -> {},
                        workspace.clock());
    }

    @AfterEach
    void close() throws IOException {
        chat.stop(0);
        workspace.close();
    }

    private boolean tell(NoticeKind kind, String occasion) {
        return deliveries.tell(
                ada, new Notice.News(kind, occasion, "Please sign", "Sign the policy.", "/here"));
    }

    private List<Delivery> waiting(String channel) {
        return deliveries.list(Delivery.State.WAITING, null, 100).items().stream()
                .filter(each -> each.channel().equals(channel))
                .toList();
    }

    private void prefer(NoticeKind kind, Preference how) {
        notices.prefer(ada, Map.of(kind, how));
    }

    private static Preference how(
            boolean mail, boolean chat, boolean page, Preference.Rhythm rhythm) {
        return new Preference(mail, chat, page, rhythm);
    }

    @Test
    void tellsByMailAndOnThePageWhoeverSaidNothing() {
        assertThat(tell(NoticeKind.DUTY, "sign.1")).isTrue();
        assertThat(tell(NoticeKind.DUTY, "sign.1")).isFalse();
        assertThat(waiting("mail")).hasSize(1);
        assertThat(waiting("security")).isEmpty();
        assertThat(notices.unread(ada)).isEqualTo(1);
        Notice told = notices.list(ada, true, null, 10).items().getFirst();
        assertThat(told.title()).isEqualTo("Please sign");

        notices.read(ada, told.id());
        assertThat(notices.unread(ada)).isZero();
        assertThat(notices.list(ada, true, null, 10).items()).isEmpty();
        assertThat(notices.list(ada, false, null, 10).items()).hasSize(1);
    }

    @Test
    void letsNobodyReadOrMarkWhatOthersWereTold() {
        tell(NoticeKind.DUTY, "sign.1");
        Notice told = notices.list(ada, true, null, 10).items().getFirst();
        PersonId eve = PersonId.next();
        assertThat(notices.list(eve, false, null, 10).items()).isEmpty();
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> notices.read(eve, told.id()))
                .withMessage("There is no such notification.");
        assertThat(notices.readAll(eve)).isZero();
        assertThat(notices.unread(ada)).isEqualTo(1);
    }

    @Test
    void tellsInTheWaysThatSomebodyWantsAndRecordsThatTheyDo() throws Exception {
        prefer(NoticeKind.DUTY, how(false, true, false, Preference.Rhythm.AT_ONCE));
        tell(NoticeKind.DUTY, "sign.1");
        assertThat(waiting("mail")).isEmpty();
        assertThat(notices.unread(ada)).isZero();
        courier.sendOne();
        assertThat(said)
                .singleElement()
                .asString()
                .contains("For Ada &lt;b&gt;: Please sign", "https://chaperone.example/here")
                .doesNotContain("Sign the policy");
        assertThat(workspace.changes("notice.preferred"))
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.details())
                                .containsEntry("kind", "duty")
                                .containsEntry("mail", "false"));
        prefer(NoticeKind.DUTY, how(false, true, false, Preference.Rhythm.AT_ONCE));
        assertThat(workspace.changes("notice.preferred")).hasSize(1);
    }

    @Test
    void keepsNoticesThatProtectPeopleOnAndSaysWhy() {
        for (NoticeKind kind : List.of(NoticeKind.CASE, NoticeKind.SIGN_IN, NoticeKind.EMERGENCY)) {
            assertThatExceptionOfType(RejectedException.class)
                    .isThrownBy(
                            () -> prefer(kind, how(false, false, true, Preference.Rhythm.AT_ONCE)))
                    .withMessageContaining(kind.written() + " can not be switched off");
            assertThatExceptionOfType(RejectedException.class)
                    .isThrownBy(
                            () -> prefer(kind, how(true, false, true, Preference.Rhythm.DAILY)));
            // Nor by whoever writes into the database.
            workspace
                    .test()
                    .jdbc()
                    .sql(
                            "INSERT INTO notice_preference VALUES (?, ?, false, false, false, 'weekly')")
                    .params(ada.value(), kind.written())
                    .update();
            tell(kind, kind.written());
        }
        assertThat(waiting("mail")).hasSize(3);
        assertThat(notices.unread(ada)).isEqualTo(3);
    }

    @Test
    void holdsWhatIsGatheredForTheLetterOnly() {
        prefer(NoticeKind.DECISION, how(true, false, true, Preference.Rhythm.WEEKLY));
        tell(NoticeKind.DECISION, "granted.1");
        assertThat(waiting("mail")).isEmpty();
        assertThat(notices.gathering(Preference.Rhythm.WEEKLY)).containsExactly(ada);
        assertThat(notices.gathering(Preference.Rhythm.DAILY)).isEmpty();
        List<Notice> waits = notices.waiting(ada, Preference.Rhythm.WEEKLY);
        assertThat(waits).hasSize(1);
        notices.gathered(waits);
        assertThat(notices.gathering(Preference.Rhythm.WEEKLY)).isEmpty();
        assertThat(notices.unread(ada)).isEqualTo(1);
    }

    @Test
    void leavesAChatAloneAsLongAsItWants() throws Exception {
        status.set(429);
        deliveries.announce("incident.1", "dev.chaperone.incident.reported", "i", Map.of());
        deliveries.announce("incident.2", "dev.chaperone.incident.reported", "i", Map.of());
        courier.sendOne();
        workspace.clock().set(TestWorkspace.NOON.plusSeconds(299));
        assertThat(courier.sendOne()).isFalse();
        assertThat(said).hasSize(1);
        status.set(200);
        workspace.clock().set(TestWorkspace.NOON.plusSeconds(301));
        while (courier.sendOne()) {
            assertThat(said).hasSizeLessThan(5);
        }
        assertThat(deliveries.counts()).isEqualTo(new Deliveries.Counts(0, 2, 0, null));
    }

    @Test
    void givesUpInPlainSightWhatAChatRefuses() throws Exception {
        status.set(404);
        deliveries.announce("incident.1", "dev.chaperone.incident.reported", "i", Map.of());
        courier.sendOne();
        workspace.clock().set(TestWorkspace.NOON.plus(Duration.ofDays(3)));
        assertThat(courier.sendOne()).isFalse();
        assertThat(said).hasSize(1);
        Delivery dead = deliveries.list(Delivery.State.GIVEN_UP, null, 10).items().getFirst();
        assertThat(dead.problem()).isEqualTo("chat security answered with status 404");
        assertThat(dead.toString()).doesNotContain("/hook");
    }
}
