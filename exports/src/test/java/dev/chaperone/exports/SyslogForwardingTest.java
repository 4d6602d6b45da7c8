// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

@Timeout(90)
class SyslogForwardingTest {
    @TempDir private Path directory;

    @Test
    void framesMessagesByTheirLength() throws Exception {
        Exported entry = Samples.exported(4, Samples.intent(Event.Effect.BLOCKED));

        String frame =
                new String(
                        new SyslogFrame(new Cef(Emails.NONE), "gw.example").of(entry),
                        StandardCharsets.UTF_8);

        assertThat(frame)
                .contains(
                        " <108>1 2026-11-24T12:00:00.123Z gw.example chaperone - request - CEF:0|");
        int space = frame.indexOf(' ');
        assertThat(frame.substring(space + 1).getBytes(StandardCharsets.UTF_8))
                .hasSize(Integer.parseInt(frame.substring(0, space)));
    }

    @Test
    void sendsEveryEntryInOrder() throws Exception {
        try (SyslogReceiver receiver = new SyslogReceiver(null, 0);
                Feed feed = Feed.open(directory, target("jsonl", receiver.port(), false, null))) {
            feed.append(500);
            feed.caughtUp();
            received(receiver, 500);
            assertThat(receiver.indices()).isEqualTo(FileForwardingTest.upTo(500));
            assertThat(receiver.connections()).isOne();
            assertThat(receiver.messages().getFirst())
                    .matches("<110>1 2026-11-24T12:00:00\\.123Z \\S+ chaperone - change - \\{.*");
        }
    }

    @Test
    void sendsOverTlsToWhomTheFileVouchesFor() throws Exception {
        TestCertificate certificate = TestCertificate.in(directory, "siem");
        try (SyslogReceiver receiver = new SyslogReceiver(certificate.server(), 0);
                Feed feed =
                        Feed.open(
                                directory,
                                target("jsonl", receiver.port(), true, certificate.pem()))) {
            for (int i = 1; i <= 5; i++) {
                feed.append(40);
                received(receiver, 40 * i);
            }
            feed.caughtUp();
            assertThat(receiver.indices()).isEqualTo(FileForwardingTest.upTo(200));
            assertThat(receiver.connections()).isOne();
        }
    }

    @Test
    void tellsNothingToAStrangerWhoAnswersInPlaceOfTheReceiver() throws Exception {
        TestCertificate stranger = TestCertificate.in(directory, "stranger");
        TestCertificate expected = TestCertificate.in(directory, "siem");
        try (SyslogReceiver receiver = new SyslogReceiver(stranger.server(), 0);
                Feed feed =
                        Feed.open(
                                directory,
                                target("jsonl", receiver.port(), true, expected.pem()))) {
            feed.append(3);
            feed.failedWith("TLS with 127.0.0.1");
            assertThat(feed.state().sent()).isZero();
            assertThat(receiver.messages()).isEmpty();
            feed.restart(target("jsonl", receiver.port(), true, stranger.pem()));
            feed.caughtUp();
        }
    }

    @Test
    void leavesNoGapWhenTheReceiverHangsUpAgainAndAgain() throws Exception {
        try (SyslogReceiver receiver = new SyslogReceiver(null, 0);
                Feed feed = Feed.open(directory, target("jsonl", receiver.port(), false, null))) {
            for (int round = 1; round <= 4; round++) {
                receiver.cutsAfter(13 * round);
                feed.append(60);
                feed.caughtUp();
            }
            assertThat(receiver.indices()).containsAll(FileForwardingTest.upTo(240));
            inOrderWithRepetitions(receiver.indices());
        }
    }

    @Test
    void waitsForAReceiverThatIsAwayAndOneThatReadsNothing() throws Exception {
        int port;
        try (SyslogReceiver receiver = new SyslogReceiver(null, 0)) {
            port = receiver.port();
        }
        try (Feed feed = Feed.open(directory, target("jsonl", port, false, null))) {
            feed.append(5_000);
            feed.failedWith("127.0.0.1:" + port);
            assertThat(feed.state().behind()).isEqualTo(5_000);
            try (SyslogReceiver receiver = new SyslogReceiver(null, port)) {
                receiver.isDeaf(true);
                feed.failedWith("took nothing for 2 s");
                receiver.isDeaf(false);
                feed.caughtUp();
                Until.holds(
                        () -> receiver.last().contains("\"index\":4999,"), () -> receiver.last());
                assertThat(receiver.indices()).containsAll(FileForwardingTest.upTo(5_000));
            }
        }
    }

    private static void received(SyslogReceiver receiver, int messages) {
        Until.holds(
                () -> receiver.messages().size() >= messages,
                () -> receiver.messages().size() + " messages");
    }

    /// Each index comes for the first time only after all before it.
    static void inOrderWithRepetitions(List<Long> indices) {
        long next = 0;
        for (long index : indices) {
            assertThat(index).isLessThanOrEqualTo(next);
            next = Math.max(next, index + 1);
        }
    }

    private static Target target(String format, int port, boolean tls, @Nullable Path ca) {
        return new Target("siem", new Target.Syslog(format, "127.0.0.1", port, tls, ca), false);
    }
}
